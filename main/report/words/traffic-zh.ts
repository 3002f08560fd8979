/** What the session does when the fault strikes, in Chinese. */
import { writingGapMs } from '#model/traffic.ts';
import type { Traffic } from '#model/traffic.ts';
import { setting } from '../text/numbers.ts';
import type { trafficEn } from './traffic-en.ts';

export const trafficZh = {
  traffic: { idle: '空闲', writing: '写入', reading: '读取', 'in-flight': '在途', 'zero-window': '零窗口' },
  trafficTitle: {
    idle: '空闲连接',
    writing: `写入连接，每 ${setting(writingGapMs)} 一帧`,
    reading: `读取连接，每 ${setting(writingGapMs)} 一帧`,
    'in-flight': '故障发生时有数据在途',
    'zero-window': '零窗口：对端不读取数据',
  },
  matrixCaption: (traffic: Traffic): string =>
    ({
      idle: '空闲连接：除检测器自身的探测外不发送任何数据',
      writing: `写入连接：应用每 ${setting(writingGapMs)} 发送一帧`,
      reading: `读取连接：对端每 ${setting(writingGapMs)} 发送一帧`,
      'in-flight': '数据在途：故障发生时有一帧已发出而未被确认',
      'zero-window': '零窗口：对端不读取数据，待发数据被其关闭的接收窗口挡住',
    })[traffic],
} satisfies typeof trafficEn;

export const onTrafficZh = {
  idle: '空闲连接',
  writing: '持续写入的连接',
  reading: '持续读取的连接',
  'in-flight': '有数据在途的连接',
  'zero-window': '零窗口的连接',
} as const satisfies Record<Traffic, string>;
