export default function HistoryScreen() {
  return null;
}
