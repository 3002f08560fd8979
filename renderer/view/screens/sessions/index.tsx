import { useEffect, useState } from 'react';
import { Route, Switch } from 'wouter';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.tsx';
import { keepTime } from '../../use-tick.ts';
import { SessionScreen } from './detail/session.tsx';
import { TableScreen } from './table-screen.tsx';
import { followSessions } from '#store/sessions.ts';

export default function Sessions() {
  const { duties } = useApp();
  const [sessions] = useState(() => followSessions(duties, keepTime));
  useEffect(() => sessions.stop, [sessions]);
  const state = useStore(sessions.store);
  return (
    <Switch>
      <Route path="/sessions/:id">{({ id }) => <SessionScreen key={id} id={Number(id)} state={state} />}</Route>
      <Route>
        <TableScreen state={state} />
      </Route>
    </Switch>
  );
}
