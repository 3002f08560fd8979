import type { ErrorWords } from '../en/errors.ts';

export const errors: Readonly<Record<string, ErrorWords>> = {
  disconnected: {
    message: () => '主机没有应答，操作未能完成。',
    hint: '会自动重新连接；之后请再试一次。',
  },
};
