import type { AreaPlan } from './area-plan.ts';

/**
 * The five zones of French fixed numbers, which are older than today's regions: Occitania lies in two.
 * Departments overseas are countries of their own, in ISO 3166 and in their calling codes. Since 2023 a
 * new number may be used outside its zone, but a zone is still what people read from it.
 * https://www.arcep.fr/la-regulation/grands-dossiers-thematiques-transverses/la-numerotation.html
 */
export const FR: AreaPlan = {
  IDF: '1',
  BRE: '2',
  CVL: '2',
  NOR: '2',
  PDL: '2',
  BFC: '3',
  GES: '3',
  HDF: '3',
  '20R': '4',
  // What Corsica was until 2020.
  COR: '4',
  ARA: '4',
  PAC: '4',
  OCC: '4 5',
  NAQ: '5',
};
