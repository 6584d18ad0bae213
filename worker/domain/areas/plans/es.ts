import type { AreaPlan } from './area-plan.ts';

/** Provinces have two codes, which differ in the first digit alone: 91 and 81 are both Madrid. */
function eightAndNine(codes: string): string {
  return codes
    .split(' ')
    .map((code) => `8${code} 9${code}`)
    .join(' ');
}

/**
 * Area codes by autonomous community. They are not where numbers are grouped in writing (911 23 45 67),
 * so the plan must tell how long they are. Ceuta and Melilla share those of Cadiz and Malaga.
 * https://numeracionyoperadores.cnmc.es
 */
export const ES: AreaPlan = {
  AN: eightAndNine('50 51 52 53 54 55 56 57 58 59'),
  AR: eightAndNine('74 76 78'),
  AS: eightAndNine('84 85'),
  CB: eightAndNine('42'),
  CE: eightAndNine('56'),
  CL: eightAndNine('20 21 23 47 75 79 80 83 87'),
  CM: eightAndNine('25 26 49 67 69'),
  CN: eightAndNine('22 28'),
  CT: eightAndNine('3 72 73 77'),
  EX: eightAndNine('24 27'),
  GA: eightAndNine('81 82 86 88'),
  IB: eightAndNine('71'),
  MC: eightAndNine('68'),
  MD: eightAndNine('1'),
  ML: eightAndNine('52'),
  NC: eightAndNine('48'),
  PV: eightAndNine('43 44 45 46'),
  RI: eightAndNine('41'),
  VC: eightAndNine('60 61 62 63 64 65 66'),
};
