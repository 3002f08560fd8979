/** Readers of option values: what commander hands over is text, what commands get is checked. */
import { InvalidArgumentError } from 'commander';
import { readDuration } from '#contract/experiment/duration.ts';

/** A duration with its unit, in milliseconds. */
export function durationValue(text: string): number {
  const reading = readDuration(text);
  if (reading.ok) return reading.ms;
  const problem = reading.problem.charAt(0).toUpperCase() + reading.problem.slice(1);
  throw new InvalidArgumentError(`${problem}. Allowed: ${reading.allowed}.`);
}

/** A whole number in a range. */
export function wholeValue(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}

/** Any number in a range. */
export function decimalValue(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+(?:\.\d+)?$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a number from ${min} to ${max}.`);
  };
}

/** A number where it looks like one: the experiment file's schema says what it must be. */
export const numberOrText = (text: string): number | string => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);

/** Yes or no. */
export function switchValue(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('Allowed: true or false.');
}

export const portValue = wholeValue(1, 65_535);
/** To listen on: 0 lets the system choose. */
export const listenPortValue = wholeValue(0, 65_535);

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Port of the classic ping server. */
export const defaultPort = 43_211;

/** `HOST`, `HOST:PORT`, `::1` or `[::1]:PORT`. */
export function hostPortValue(text: string): HostPort {
  if (isIpv6(text)) return { host: text, port: defaultPort };
  const match = /^(?:\[(?<six>[^\]]+)\]|(?<host>[^\s:[\]]+))(?::(?<port>\d+))?$/.exec(text);
  const { six, host, port } = match?.groups ?? {};
  const named = six !== undefined && isIpv6(six) ? six : host;
  if (named === undefined) throw new InvalidArgumentError('Allowed: HOST, HOST:PORT or [IPV6]:PORT.');
  return { host: named, port: port === undefined ? defaultPort : portValue(port) };
}

/** A zone such as `%eth0` (RFC 4007) is no part of a URL. */
function isIpv6(text: string): boolean {
  return URL.canParse(`http://[${text.replace(/%[\w.-]+$/, '')}]/`);
}

/** Consent, for this start only. On Linux no rule is ever needed. */
export const firewallOption = [
  '--allow-firewall',
  'Windows, macOS: let Halfopen cut connections with rules in the packet filter',
] as const;
