/** Addresses that a person may be sent to, in the system's own browser. */

export const addresses = {
  tcp: 'https://www.rfc-editor.org/rfc/rfc9293.html',
  userTimeout: 'https://www.rfc-editor.org/rfc/rfc5482.html',
} as const;

/** What the stories of the presets link to; a test holds the two together. */
export const sources: readonly string[] = [
  'https://blog.cloudflare.com/when-tcp-sockets-refuse-to-die/',
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html',
  'https://github.com/cloud-hypervisor/cloud-hypervisor/pull/8660',
  'https://github.com/couchbase/sync_gateway/issues/859',
  'https://github.com/cuberite/cuberite/issues/1895',
  'https://github.com/grpc/grpc-go/issues/3206',
  'https://github.com/grpc/grpc-go/issues/6250',
  'https://github.com/inkandswitch/subduction/pull/168',
  'https://github.com/istio/istio/issues/16572',
  'https://github.com/istio/istio/issues/28879',
  'https://github.com/jdolan/quetoo/issues/365',
  'https://github.com/moby/moby/issues/31208',
  'https://github.com/nats-io/nats-server/issues/4014',
  'https://github.com/nats-io/nats.rs/issues/1593',
  'https://github.com/nats-io/nats.rs/pull/1594',
  'https://github.com/openvstorage/arakoon/pull/31',
  'https://github.com/optiopay/kafka/pull/64',
  'https://github.com/redis/lettuce/issues/1428',
  'https://github.com/redis/lettuce/issues/1466',
  'https://github.com/redis/lettuce/issues/2082',
  'https://github.com/stackia/rtp2httpd/pull/608',
  'https://man7.org/linux/man-pages/man7/tcp.7.html',
  'https://www.ncftp.com/ncftpd/doc/misc/ftp_and_firewalls.html',
  'https://www.rfc-editor.org/rfc/rfc6455#section-5.5.3',
  'https://www.rfc-editor.org/rfc/rfc9293#section-3.8.4',
];

const known: ReadonlySet<string> = new Set([...Object.values(addresses), ...sources]);

/** Exactly one of ours, as a URL parser writes it: nothing that a session, a report or a page made up. */
export function mayOpen(url: string): boolean {
  return URL.canParse(url) && known.has(url) && new URL(url).href === url;
}
