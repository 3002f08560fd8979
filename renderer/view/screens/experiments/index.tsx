import { Route, Switch } from 'wouter';
import { Run } from './run.tsx';
import { Start } from './start.tsx';

export default function Experiments() {
  return (
    <Switch>
      <Route path="/experiments/run/:id">{({ id }) => <Run key={id} id={id} />}</Route>
      <Route>
        <Start />
      </Route>
    </Switch>
  );
}
