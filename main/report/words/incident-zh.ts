/** The story of an incident, in Chinese. */
import type { IncidentWords } from './incident-en.ts';

export const incidentZh: IncidentWords = {
  section: '事故',
  group: '事故：在别处真实出过的问题，修复前后各测一遍',
  happened: '发生了什么',
  why: '为什么没人发现',
  decides: '由什么决定',
  fix: '怎样解决',
  scale: '时间比例',
  sources: '延伸阅读',
  shown: '本机实测',
  before: '修复前',
  after: '修复后',
  struck: '故障与流量',
  role: {
    before: (label) => `修复前：${label}`,
    after: (label) => `修复后：${label}`,
  },
  showing: (detector, fault, traffic, what) => `${detector}（${fault}，${traffic}）：${what}`,
  noticed: (time) => `${time} 后察觉`,
  missed: (time, theory) => `未察觉，${time}${theory === null ? '' : `（理论：${theory}）`}`,
  kept: '连接保持，没有误报',
  killed: (time) => `${time} 后把存活的连接判定为已死`,
};
