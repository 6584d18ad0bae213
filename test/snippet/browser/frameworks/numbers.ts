/** The target number as the shops write it. */
export const NATIONAL = '01 99 00 12 34';
export const INTERNATIONAL = '+33 1 99 00 12 34';
export const LINK = 'tel:+33199001234';
