import { Menu } from '@base-ui/react/menu';
import { Download } from 'lucide-react';
import { useWords } from '../../../app-context.tsx';
import { useSessionsActions } from '../use-sessions-actions.ts';
import { Button } from '../../../parts/button.tsx';
import buttonStyles from '../../../parts/button.module.css';
import { MenuPopup } from '../../../parts/menu-popup.tsx';
import menuStyles from '../../../parts/menu.module.css';
import type { SessionRow } from '#model/live/live.ts';
import { isOver } from '#model/live/session-row.ts';

const formats = ['html', 'json', 'csv', 'md'] as const;
const names = { html: 'HTML', json: 'JSON', csv: 'CSV', md: 'Markdown' } as const;

export function ExportButtons({ row }: { readonly row: SessionRow }) {
  const { sessions: say } = useWords();
  const { save, close } = useSessionsActions();
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={buttonStyles.button}>
          <Download aria-hidden />
          {say.export}
        </Menu.Trigger>
        <MenuPopup align="end">
          {formats.map((format) => (
            <Menu.Item key={format} className={menuStyles.item} onClick={() => void save(row.session, format)}>
              {names[format]}
            </Menu.Item>
          ))}
        </MenuPopup>
      </Menu.Root>
      {!isOver(row.state) && <Button onClick={() => void close([row.session])}>{say.close}</Button>}
    </>
  );
}
