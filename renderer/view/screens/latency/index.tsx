export default function Latency() {
  return null;
}
