import type { AreaPlan } from './area-plan.ts';

/**
 * Area codes by province: those in service, and those reserved for relief. Nova Scotia and Prince Edward
 * Island share theirs, and so do the three territories. https://cnac.ca/area_code_maps/canadian_area_codes.htm
 */
export const CA: AreaPlan = {
  AB: '368 403 587 780 825',
  BC: '236 250 257 604 672 778',
  MB: '204 431 584',
  NB: '428 506',
  NL: '709 879',
  NS: '782 902',
  NT: '867',
  NU: '867',
  ON: '226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942',
  PE: '782 902',
  QC: '263 273 354 367 418 438 450 468 514 579 581 819 873',
  SK: '306 474 639',
  YT: '867',
};
