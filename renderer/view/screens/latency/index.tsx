import '../../styles/latency.css';
import '../../styles/matrix.css';
import '../../styles/experiments.css';
import '../../styles/playground.css';
import { useRoute } from 'wouter';
import { DetectionTimes } from './detection-times.tsx';
import { Playground } from './playground/playground.tsx';

export default function Latency() {
  const [isPlayground] = useRoute('/latency/playground/*?');
  return isPlayground ? <Playground /> : <DetectionTimes />;
}
