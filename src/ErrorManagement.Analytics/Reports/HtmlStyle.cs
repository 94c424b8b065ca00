using System.Security.Cryptography;
using System.Text;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The looks of all pages.</summary>
/// <remarks>
/// Colours are named once for light and once for dark. Of every text on its ground the contrast is at least 4.5 to 1, of what is drawn 3 to 1.
/// </remarks>
internal static class HtmlStyle
{
    /// <summary>The style sheet; without any character that HTML or XML would have to escape.</summary>
    public static readonly string Sheet = Rules.ReplaceLineEndings("\n");

    /// <summary>What a page may load and run: this style sheet, and nothing else.</summary>
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; base-uri 'none'; form-action 'none'";

    private const string Rules =
        """

        :root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--ink:#18202c;--soft:#566174;--line:#dde2ea;--faint:#eef1f5;--bar:#4a6fc3;--link:#2f55b0;
        --critical:#a3123f;--error:#d1480f;--warning:#a06a00;--info:#1c72b4;--debug:#64748b;--good:#1a7a43;--good-soft:#e3f4ea;--watch:#8a5a00;--watch-soft:#fdf1d8;--bad:#a3123f;--bad-soft:#fde7ec;--plain-soft:#e9edf5;--trial:#b45f06}
        @media screen and (prefers-color-scheme:dark){:root{--ground:#0e1319;--card:#161d26;--ink:#e7ecf3;--soft:#a5b0c0;--line:#2b3645;--faint:#1f2833;--bar:#7d9ff0;--link:#9db8f7;
        --critical:#ff7590;--error:#f9813f;--warning:#e8b93a;--info:#5fb0ee;--debug:#94a3b8;--good:#54cf8a;--good-soft:#12301f;--watch:#f0c45a;--watch-soft:#35290d;--bad:#ff8ea3;--bad-soft:#3b1620;--plain-soft:#232e3d;--trial:#f0a04b}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .page{max-width:1120px;margin:0 auto;padding:28px 24px 40px}
        header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:2px 24px;margin-bottom:18px}
        h1{font-size:1.25rem;line-height:1.3;font-weight:650;margin:0;letter-spacing:-.005em}
        h1,h2,h3,p,td,th,dd,dt,li,summary,bdi{overflow-wrap:anywhere}
        .word bdi{overflow-wrap:normal;white-space:nowrap}
        time,.severity,thead th{overflow-wrap:normal}.severity{white-space:nowrap}.code{min-width:7.8em}
        .when{margin:0;color:var(--soft);font-size:.9rem}
        h2{font-size:1.05rem;line-height:1.3;font-weight:650;margin:0 0 12px}
        h3{font-size:.95rem;font-weight:650;margin:0 0 4px}
        p{margin:0 0 8px}
        .soft{color:var(--soft)}
        .card,.verdict{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 22px;margin:0 0 18px}
        .verdict{display:flex;gap:16px;border-left:6px solid var(--good)}
        .verdict.watch{border-left-color:var(--watch)}
        .verdict.serious{border-left-color:var(--bad)}
        .verdict .icon{flex:none;width:30px;height:30px;margin-top:2px}
        .verdict .word{margin:0 0 2px;font-size:.8rem;font-weight:700;letter-spacing:.06em;text-transform:uppercase;color:var(--good)}
        .verdict.watch .word{color:var(--watch)}
        .verdict.serious .word{color:var(--bad)}
        .verdict .headline{font-size:1.4rem;line-height:1.32;font-weight:620;letter-spacing:-.012em;margin:0}
        .verdict .more{margin:8px 0 0;color:var(--soft);max-width:75ch}
        .icon .face{fill:var(--good)}.watch .icon .face{fill:var(--watch)}.serious .icon .face{fill:var(--bad)}
        .icon .sign{stroke:var(--card);stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round;fill:none}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:12px;margin:0 0 18px}
        .tiles div{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 16px;display:flex;flex-direction:column}
        .tiles dt{color:var(--soft);font-size:.82rem;order:2}
        .tiles dd{margin:0;font-size:1.5rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.015em}
        .tiles .small dd{font-size:1.05rem;line-height:1.78}
        .tiles .bad dd{color:var(--bad)}.tiles .watch dd{color:var(--watch)}.tiles .good dd{color:var(--good)}
        .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:18px;margin:0 0 18px;align-items:start}
        .columns .card{margin:0}
        .columns table{font-size:.88rem}.columns tbody th{width:99%;font-weight:500;font-size:.84rem}.shares+.scroll{margin-top:14px}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:10px 0 0;padding:0;color:var(--soft);font-size:.85rem}
        .legend li{display:flex;align-items:center;gap:7px}
        .swatch{flex:none;vertical-align:-2px;overflow:visible}
        .scroll{overflow-x:auto;position:relative;border-radius:6px}
        .scroll:focus-visible,.chart:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption,.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--line)}
        th:last-child,td:last-child{padding-right:2px}
        tbody tr:last-child>*{border-bottom:0}
        thead th{color:var(--soft);font-size:.8rem;font-weight:600;white-space:nowrap;padding-top:0}
        tbody th{font-weight:600}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        time{font-variant-numeric:tabular-nums}
        .wide-table table{min-width:820px}
        .middle-table table{min-width:560px}.middle-table tbody th{min-width:9.5em}
        .name{min-width:200px}
        .template{display:block;color:var(--soft);font-weight:400;font-size:.86rem}
        .figure{display:block}
        .part{display:block;width:100%;min-width:64px;height:5px;margin-top:4px;border-radius:3px}
        .part .bar,.plot .bar,.swatch .bar{fill:var(--bar)}
        .track{fill:var(--faint)}
        .badge{display:inline-block;font-size:.74rem;line-height:1.45;font-weight:650;padding:1px 8px;border-radius:20px;background:var(--plain-soft);color:var(--ink);white-space:nowrap;vertical-align:1px}
        .badge.good{background:var(--good-soft);color:var(--good)}
        .badge.watch{background:var(--watch-soft);color:var(--watch)}
        .badge.bad{background:var(--bad-soft);color:var(--bad)}
        .chart{display:flex;gap:10px}.chart.wide{overflow-x:auto}
        .scale{flex:none;display:flex;flex-direction:column;justify-content:space-between;align-items:flex-end;height:232px;padding:35px 0 17px;color:var(--soft);font-size:12px;line-height:18px;font-variant-numeric:tabular-nums}
        .plot{flex:1;min-width:0;overflow:visible;display:block}
        .chart.wide .plot{min-width:560px}
        .plot text,.ticks text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
        .plot .grid{stroke:var(--line);stroke-dasharray:2 4}
        .plot .axis{stroke:var(--soft)}
        .plot .bar.unusual,path.unusual{fill:var(--error)}
        .opening{stroke:var(--critical);stroke-dasharray:3 3}
        .opened{fill:var(--critical)}
        .mark,.lane,.shares,.ticks{overflow:visible}
        .lane,.shares,.ticks{display:block}
        .lane .closed,.swatch .closed{fill:var(--good)}
        .lane .open,.swatch .open{fill:var(--critical)}
        .critical{fill:var(--critical)}.error{fill:var(--error)}
        .textures{position:absolute}
        .textures .warning{fill:var(--warning)}.textures .info{fill:var(--info)}.textures .debug{fill:var(--debug)}.textures .trial{fill:var(--trial)}.textures .ground{fill:var(--card)}
        .lane-column{width:46%;min-width:240px}
        details{margin-top:12px}
        details+details{margin-top:8px}
        summary{cursor:pointer;color:var(--link);font-size:.9rem;width:fit-content;border-radius:4px}
        details>.scroll{margin-top:10px}
        .pattern{padding:12px 0;border-top:1px solid var(--line)}
        .pattern:first-of-type{border-top:0;padding-top:0}
        .pattern:last-child{padding-bottom:0}
        .pattern ol{margin:6px 0 0;padding-left:1.4em}
        .facts{margin:10px 0;padding-left:1.2em}
        pre{margin:10px 0 0;padding:12px 14px;background:var(--faint);border-radius:8px;overflow-x:auto;font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
        pre:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        footer{color:var(--soft);font-size:.85rem;margin-top:22px}
        @media (max-width:600px){.spare{display:none}body{font-size:14.5px}.page{padding:16px 12px 28px}.card,.verdict{padding:16px 14px;border-radius:10px}.verdict{gap:11px}.verdict .icon{width:24px;height:24px}.verdict .headline{font-size:1.18rem}.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}.tiles div{padding:11px 12px}.tiles dd{font-size:1.25rem}}
        @page{size:A4;margin:14mm 12mm}
        @media print{:root{color-scheme:light}html{font-size:9.5pt}body{background:none;font-size:1rem}.tiles{grid-template-columns:repeat(auto-fit,minmax(88px,1fr))}.tiles div{padding:9px 11px}.page{max-width:none;padding:0}
        .card,.verdict,.tiles div,tr,.pattern,svg{break-inside:avoid}.card{padding:12px 14px;margin-bottom:12px}section.long{break-inside:auto}
        h2,h3,caption{break-after:avoid}thead{display:table-header-group}.scroll,.chart,pre{overflow:visible}pre{white-space:pre-wrap;overflow-wrap:anywhere}
        .wide-table table,.middle-table table{min-width:0;font-size:8pt}.middle-table tbody th,.code{min-width:0}.name{min-width:0}.part{min-width:32px}.lane-column{min-width:0}th,td{padding:5px 8px 5px 0}.n{white-space:normal}
        .columns{grid-template-columns:repeat(2,1fr)}.chart.wide .plot{min-width:0}details:not([open]){display:none}}

        """;
}
