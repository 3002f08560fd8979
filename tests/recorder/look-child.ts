/** Opens a history as another user would; prints what came of it. argv: write or read, database, user id. */
import Database from 'better-sqlite3';
import { openHistory, readHistory } from '#recorder';
import { failure } from './failure.ts';

const [, , how, path = '', uid = ''] = process.argv;
// Its native part is loaded while this user may still read it.
new Database(':memory:').close();
if (uid !== '') {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
let found: unknown = null;
const error = failure(() => {
  const history = how === 'write' ? openHistory(path) : readHistory(path);
  found = history.list().map(({ id, status, trials }) => ({ id, status, trials }));
  history.close();
});
process.stdout.write(JSON.stringify({ error, found }));
