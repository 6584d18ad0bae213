/** The name of a site's shard; the first has the site's own, from when there were no others. */
export function shardName(siteId: string, shard: number): string {
  return shard === 0 ? siteId : `${siteId}/${shard}`;
}
