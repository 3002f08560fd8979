/** The one style sheet: paper and ink, and a red pen for what was not predicted. Contrasts are WCAG AA in both schemes. */
export const css = `
:root{color-scheme:light dark;
--paper:#fffffc;--ink:#1e1d1b;--mute:#625f58;--rule:#bdb9ae;--hair:#e7e4db;--band:#d3dfea;--span:#4d7ba6;--pen:#b3241b;--never:#f7eae5;--alarm:#fbf0cf;--code:#f5f4ee;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;
--serif:Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif","Liberation Serif","Songti SC","Noto Serif CJK SC","Source Han Serif SC",serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Consolas,"DejaVu Sans Mono","Liberation Mono","Noto Sans Mono CJK SC",monospace}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#151513;--ink:#e9e6de;--mute:#a8a498;--rule:#5b584f;--hair:#2c2b27;--band:#263c50;--span:#79a9d4;--pen:#ff8b7d;--never:#38231d;--alarm:#3a3012;--code:#1f1e1b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:40px 40px 64px;max-width:1400px;background:var(--paper);color:var(--ink);font:15px/1.55 var(--sans);font-variant-numeric:tabular-nums lining-nums}
h1,h2,h3,p,ul,dl,dd,figure,pre{margin:0}
a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:2px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--span);outline-offset:2px}
code,pre{font-family:var(--mono);font-size:.92em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.nowrap{white-space:nowrap}
.x{color:var(--pen);font-weight:600}
.defs{position:absolute}

header{display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:24px 64px;align-items:end}
.eyebrow{color:var(--mute);font-size:13px}
h1{margin:10px 0 8px;max-width:22em;font:400 34px/1.22 var(--serif);letter-spacing:-.005em;text-wrap:balance}
.dateline{color:var(--mute);font-size:13px;overflow-wrap:anywhere}
.notice{margin-top:16px;padding:8px 12px;border-left:3px solid var(--pen);background:var(--never)}
.findings{margin-top:18px;padding:0;list-style:none;max-width:880px}
.findings li{margin-top:4px}
.figures .facts{display:block}
nav{margin-top:26px;padding-top:8px;border-top:1px solid var(--rule);font-size:13px}
nav ul{display:flex;flex-wrap:wrap;gap:2px 18px;padding:0;list-style:none}

section{margin-top:46px}
h2{margin-bottom:10px;font:400 24px/1.3 var(--serif)}
h3{font-size:15px;font-weight:600}
h3 span{margin-left:6px;color:var(--mute);font-weight:400}
section>p{max-width:780px}
.prose{columns:2 420px;column-gap:56px;max-width:1100px}
.prose p+p{margin-top:10px}
.split{display:grid;grid-template-columns:minmax(0,420px) minmax(0,1fr);gap:16px 56px}
.split ul{margin-top:6px;padding-left:20px}
.split>div>*:first-child,.split .scroll>.list{margin-top:0}
.aside{margin-top:12px;color:var(--mute);font-size:13px}
.key{margin-bottom:4px;color:var(--mute);font-size:13px}
section>.key{max-width:none}
.swatch{display:inline-block;width:18px;height:12px;margin-right:5px;vertical-align:-1px}
.swatch.undetected{background:var(--never);box-shadow:inset 0 0 0 1px var(--hair)}
.swatch.false-alarm{width:22px;height:16px;vertical-align:-3px;background:var(--alarm);box-shadow:inset 0 0 0 1px var(--hair)}
.swatch.band{background:var(--band)}
.swatch.span{height:3px;background:var(--span);vertical-align:4px}
.inline{vertical-align:-3px}
.ink{fill:currentColor;fill-opacity:var(--dot,1)}
.line{fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.pen{fill:none;stroke:var(--pen);stroke-width:1.7}

table{border-collapse:collapse;width:100%}
caption{max-width:calc(100vw - 32px)}
caption{text-align:left;padding:0 0 6px}
th{font-weight:400;text-align:left}
.num{text-align:right;white-space:nowrap}
.scroll{position:relative;overflow-x:auto}

.matrix{margin-top:20px;width:auto;font-size:12.5px;line-height:1.3}
.matrix caption{font-size:15px;font-weight:600;padding-bottom:8px}
.matrix thead th{vertical-align:bottom;padding:3px 6px 5px;font-weight:600;border-bottom:1px solid var(--ink)}
.matrix thead small{display:block;color:var(--mute);font-size:11px;font-weight:400}
.matrix thead .group{padding:0 6px 2px;border-bottom:1px solid var(--rule);color:var(--mute);font-size:11px;font-weight:400}
.matrix .label{min-width:128px;max-width:210px;padding-left:0;position:sticky;left:0;background:var(--paper);z-index:1}
.matrix tbody th,.matrix tbody td{padding:5px 6px 4px;border-bottom:1px solid var(--hair);vertical-align:top}
.matrix tbody th{vertical-align:middle;text-wrap:balance}
.cell{width:112px;min-width:84px}
.cell b{display:block;font-weight:500;white-space:nowrap}
.cell small{display:block;color:var(--mute);font-size:11px;white-space:nowrap}
.cell.undetected,.strips .undetected{background:var(--never)}
.cell.false-alarm,.strips .false-alarm{background:var(--alarm)}
.cell.mixed,.strips .mixed{background:linear-gradient(90deg,var(--never),transparent)}
.cell.alarmed,.strips .alarmed{background:linear-gradient(90deg,var(--alarm),transparent)}
.cell.survived b,.cell.invalid b,.cell.empty{color:var(--mute);font-weight:400}
.cell .inline{margin-left:-4px;width:15px;height:12px;vertical-align:-1px}
.matrix .sum{text-align:right;white-space:nowrap;color:var(--mute);vertical-align:middle}
.matrix thead .sum{vertical-align:bottom}
.matrix .first{padding-left:12px}
.spark{display:block;width:100%;height:12px;margin:1px 0 0;overflow:visible}
.base{stroke:var(--hair);stroke-width:1}
.band{fill:var(--band)}
.stroke{stroke:currentColor;stroke-width:1.4}
.off{stroke:var(--pen);fill:var(--pen)}

.story{display:grid;grid-template-columns:minmax(120px,190px) minmax(0,760px);gap:12px 28px}
.story dt{color:var(--mute);font-size:13px;line-height:1.8}
section>.story~h3{margin-top:20px}
.shown,.sources{padding:0;list-style:none;font-size:13px}
.shown li{margin-top:3px}
.shown b{display:inline-block;min-width:56px;margin-right:8px;font-weight:600}
.sources{overflow-wrap:anywhere}

.legend{display:flex;flex-wrap:wrap;gap:2px 22px;padding:0;list-style:none;color:var(--mute);font-size:13px;max-width:none}
.fault{margin-top:30px;break-inside:avoid}
.pair{display:grid;align-items:end;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:6px 44px;margin-top:4px}
.single{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:0 44px;align-items:end}
.strips{font-size:12px;line-height:1.25;table-layout:fixed}
.strips caption{font-size:13px;color:var(--mute);padding-bottom:4px}
.strips caption b{color:var(--ink);font-weight:500;margin-right:4px}
.strips thead th{vertical-align:bottom;color:var(--mute);font-size:11px;padding:0 0 3px}
.strips thead .label{padding-bottom:3px}
.strips .label{width:25%;padding-right:8px;overflow-wrap:anywhere;text-wrap:balance}
.strips tbody td,.strips tbody th{border-top:1px solid var(--hair);height:31px;padding-top:0;padding-bottom:0}
.strips .plot{position:relative;padding:0}
.strips .num{width:82px;padding-left:8px}
.strips .wide{width:114px;color:var(--mute)}
.strips .num:not(.wide){padding-right:15px;white-space:normal}
.strips .num .x{display:inline-block;width:12px;margin-right:-13px;text-align:left}
.strip{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.axis{display:block;width:100%;height:20px;overflow:visible;fill:var(--mute);font-size:11px}
.grid{stroke:var(--hair);stroke-width:1}
.ends{stroke:var(--mute);stroke-width:1;stroke-dasharray:2 3}
.axis .grid{stroke:var(--rule)}
.span{fill:var(--span)}
.many{--dot:.55}
.tally{fill:currentColor;font-size:9.5px}
sup{margin-left:3px;font-size:9.5px;line-height:0;display:inline-block;min-width:12px;text-align:left}
sup a{text-decoration:none}

figure.positions{margin:18px 0 6px;max-width:640px}
figcaption{font-size:13px;font-weight:600}
svg.positions{display:block;width:100%;height:102px;overflow:visible;fill:var(--mute);font-size:11px}
svg.positions .band{fill:var(--band)}
svg.positions .bar{fill:var(--span)}
svg.positions .n{fill:var(--ink)}

.reasons{margin:8px 0 0;padding-left:22px;max-width:860px}
.reasons li{margin-top:4px}
.side{display:flex;flex-wrap:wrap;gap:0 56px}
.side .scroll{max-width:100%}
.within{color:var(--mute);font-size:11px;font-weight:400}
figure.trade{margin-top:34px}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:14px 48px;margin-top:6px}
svg.trade{display:block;width:100%;min-width:450px;max-width:680px;height:auto;fill:var(--mute);font-size:11.5px}
svg.trade .head{fill:var(--ink);font-size:13px}
svg.trade .name,svg.trade .ink{fill:var(--ink)}
svg.trade .name{paint-order:stroke;stroke:var(--paper);stroke-width:3.5px;stroke-linejoin:round}
svg.trade .line{stroke:var(--ink)}
path.bar{fill:none;stroke:var(--span);stroke-width:1.5}
.lead{stroke:var(--rule);stroke-width:1}
.front{fill:none;stroke:var(--span);stroke-width:1.3;stroke-dasharray:4 3}

.list{margin-top:14px;width:auto;min-width:min(100%,640px);font-size:13px;line-height:1.4}
.list caption{font-weight:600;font-size:13px}
.list th,.list td{padding:4px 22px 4px 0;border-bottom:1px solid var(--hair);vertical-align:baseline}
.list th:last-child,.list td:last-child{padding-right:0}
.list thead th{padding-top:0;border-bottom:1px solid var(--ink);color:var(--mute);font-size:12px;white-space:nowrap}
.why{display:block;min-width:300px;max-width:520px}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:0 40px;font-size:13px}
.facts div{display:flex;justify-content:space-between;gap:16px;padding:4px 0;border-bottom:1px solid var(--hair)}
.facts dt{color:var(--mute)}
.facts dd{text-align:right;overflow-wrap:anywhere}
pre{padding:10px 14px;background:var(--code);overflow-x:auto;font-size:13px;line-height:1.5}
pre code{font-size:1em}
pre.command{margin:10px 0}
details{margin-top:10px}
summary{cursor:pointer;font-size:14px}
details pre{margin-top:8px}
footer{margin-top:56px;padding-top:10px;border-top:1px solid var(--rule);color:var(--mute);font-size:12px}

:lang(zh){--serif:var(--sans)}
:lang(zh) h1{font-weight:500;font-size:29px;line-height:1.4;letter-spacing:0;max-width:28em}
:lang(zh) h2{font-weight:500;font-size:22px}

@media (max-width:980px){header{grid-template-columns:minmax(0,1fr)}.figures{max-width:420px}.split{grid-template-columns:minmax(0,1fr)}}
@media screen and (max-width:720px){
.story{grid-template-columns:minmax(0,1fr);gap:2px}
.story dd{margin-bottom:12px}
body{padding:24px 16px 40px;font-size:15px}
h1{font-size:26px}
:lang(zh) h1{font-size:24px}
section{margin-top:40px}
.strips .wide{display:none}
.strips .label{width:30%}
.strips .num{width:66px}
.matrix .label{min-width:104px;max-width:104px;overflow-wrap:anywhere}
}
@media print{
@page{margin:12mm}
body{max-width:none;padding:0;font-size:9pt}
header{grid-template-columns:minmax(0,1fr) 46mm;gap:0 8mm}
.figures .facts,.dateline,.eyebrow{font-size:7.5pt}
.figures .facts div{padding:1.5pt 0}
h1{margin:4pt 0;font-size:18pt}
.findings{margin-top:8pt}
:lang(zh) h1{font-size:16pt}
h2{font-size:13pt;break-after:avoid}
h3,caption,.legend,.key{break-after:avoid}
h3{font-size:10pt}
nav,#all{display:none}
a{text-decoration:none}
section{margin-top:13pt}
tr,figure,.facts div,.key{break-inside:avoid}
.scroll{overflow:visible}
.key,.legend{font-size:7.5pt}
.matrix{width:100%;margin-top:6pt;font-size:6.4pt;line-height:1.2;break-inside:avoid}
.matrix caption{font-size:9pt;padding-bottom:3pt}
.matrix thead th,.matrix tbody td,.matrix tbody th{padding:2pt 1.6pt}
.matrix .label{min-width:22mm;padding-left:0;position:static}
.matrix thead .group,.matrix thead small,.cell small{font-size:5.8pt}
.matrix .first{padding-left:5pt}
.matrix thead .sum{white-space:normal}
.matrix .inline{width:11px}
.cell small{line-height:1.1}
.spark{margin:0}
.matrix tbody td,.matrix tbody th{padding:1.2pt 1.6pt}
.fault{margin-top:10pt}
.strips{font-size:6.8pt}
.strips .label{width:25%}
.strips .band{y:-9px;height:18px}
.strips caption{font-size:7.5pt;padding-bottom:1pt}
.strips tbody td,.strips tbody th{height:24px}
.strips tbody th{line-height:1.05}
.pair{grid-template-columns:repeat(auto-fit,minmax(85mm,1fr));gap:4pt 7mm}
.single{grid-template-columns:1fr 1fr;gap:0 7mm}
.single .pair{grid-template-columns:1fr}
.cell{width:auto;min-width:0}
.strips .num{width:54px;padding-left:2px}
pre{white-space:pre-wrap}
.strips .num:not(.wide){padding-right:4px}
.strips .num.wide{width:78px}
sup{min-width:8px;font-size:5pt}
.strips thead th,.axis{font-size:6pt}
.list{min-width:0;font-size:7.5pt}
.list th,.list td{padding-right:7pt}
.list code{overflow-wrap:anywhere}
.why{min-width:0}
.facts{font-size:8pt}
.aside{font-size:7.5pt}
.list caption{font-size:8pt}
.list thead th{font-size:7pt}
.prose{columns:2}
svg.trade{min-width:0}
.panels{grid-template-columns:1fr 1fr;gap:4pt 7mm}
figure.trade{break-inside:avoid}
details.print::details-content{content-visibility:visible;display:block;height:auto}
.swatch,.band,.cell,.strips .num,.bar,.span,.off,.notice,pre{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

/** SHA-256 of the sheet, for the page's Content-Security-Policy; a test compares the two. */
export const cssHash = 'sha256-PyB28olwrw0p8GxRgMbq7DH0UaaeKrxm2NYCPKBsQNc=';
