import { aicredits } from './aicredits';
import { aionvision } from './aionvision';
import { ajstudioz } from './ajstudioz';
import type { CatalogData } from './catalog';
import { headroom } from './headroom';
import { priority } from './priority';
import { zihin } from './zihin';

/** Every catalog, in the order that lists and the demo show them. */
export const catalogs: CatalogData[] = [headroom, ajstudioz, aicredits, aionvision, zihin, priority];
