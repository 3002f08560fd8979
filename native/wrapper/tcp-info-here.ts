import type { TcpInfo } from './tcp-info.ts';
import { decodeDarwinTcpInfo } from './tcp-info-darwin.ts';
import { decodeLinuxTcpInfo } from './tcp-info-linux.ts';
import { decodeWindowsTcpInfo } from './tcp-info-windows.ts';

const decoders: Readonly<Partial<Record<NodeJS.Platform, (view: DataView) => TcpInfo>>> = {
  win32: decodeWindowsTcpInfo,
  darwin: decodeDarwinTcpInfo,
};

/** The struct as the kernel of this machine lays it out. */
export const decodeTcpInfoHere = decoders[process.platform] ?? decodeLinuxTcpInfo;
