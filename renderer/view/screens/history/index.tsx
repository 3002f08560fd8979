import { Route, Switch } from 'wouter';
import { Compare } from './compare.tsx';
import { HistoryList } from './history-list.tsx';

export default function HistoryScreen() {
  return (
    <Switch>
      <Route path="/history/compare/:a/:b">{({ a, b }) => <Compare a={a} b={b} />}</Route>
      <Route>
        <HistoryList />
      </Route>
    </Switch>
  );
}
