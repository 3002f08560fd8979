import { useRoute } from 'wouter';
import { DetectionTimes } from './detection-times.tsx';
import { Playground } from './playground/playground.tsx';

export default function Latency() {
  const [isPlayground] = useRoute('/latency/playground/*?');
  return isPlayground ? <Playground /> : <DetectionTimes />;
}
