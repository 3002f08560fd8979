import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown, X } from 'lucide-react';
import { useReportWords, useWords } from '../../app-context.tsx';
import buttonStyles from '../../parts/button.module.css';
import { Button } from '../../parts/button.tsx';
import { MenuPopup } from '../../parts/menu-popup.tsx';
import menuStyles from '../../parts/menu.module.css';
import styles from './facets.module.css';
import type { HistoryFilter, HistoryPage } from '#model/history-query.ts';
import { toggled } from '#store/history-search.ts';
import type { Search } from '#store/history-search.ts';

interface FacetsProps {
  readonly known: HistoryPage['known'];
  readonly search: Search;
  readonly onChange: (search: Search) => void;
}

const statuses = ['complete', 'partial', 'cancelled', 'running'];

/** Menus that write the same filters as one would type. */
export function Facets({ known, search, onChange }: FacetsProps) {
  const { history: say, experiments, frame } = useWords();
  const words = useReportWords();
  const names: Readonly<Partial<Record<HistoryFilter['field'], Readonly<Record<string, string>>>>> = {
    status: say.status,
    fault: experiments.kinds,
    traffic: words.traffic,
  };
  const nameOf = (field: HistoryFilter['field'], value: string): string => names[field]?.[value] ?? value;
  const lists: readonly (readonly [HistoryFilter['field'], readonly string[]])[] = [
    ['status', statuses],
    ['tag', known.tag],
    ['detector', known.detector],
    ['fault', known.fault],
    ['traffic', known.traffic],
    ['host', known.host],
  ];
  const chosen = (field: HistoryFilter['field']): readonly string[] =>
    search.filters.find((filter) => filter.field === field && !filter.not)?.values ?? [];
  return (
    <div className={styles.facets}>
      {lists.map(
        ([field, values]) =>
          values.length > 0 && (
            <Menu.Root key={field}>
              <Menu.Trigger className={buttonStyles.button} data-look="quiet">
                {say.field[field]}
                {chosen(field).length > 0 && (
                  <b>
                    {chosen(field)
                      .map((value) => nameOf(field, value))
                      .join(frame.listSeparator)}
                  </b>
                )}
                <ChevronDown aria-hidden />
              </Menu.Trigger>
              <MenuPopup align="start" isLong>
                {values.map((value) => (
                  <Menu.CheckboxItem
                    key={value}
                    className={menuStyles.item}
                    checked={chosen(field).includes(value)}
                    onCheckedChange={() => onChange(toggled(search, field, value))}
                  >
                    <span className={styles.check}>
                      <Menu.CheckboxItemIndicator>
                        <Check aria-hidden />
                      </Menu.CheckboxItemIndicator>
                    </span>
                    {nameOf(field, value)}
                  </Menu.CheckboxItem>
                ))}
              </MenuPopup>
            </Menu.Root>
          ),
      )}
      {search.filters.length > 0 && (
        <Button look="quiet" onClick={() => onChange({ text: search.text, filters: [], unknown: [] })}>
          <X aria-hidden />
          {say.clear}
        </Button>
      )}
    </div>
  );
}
