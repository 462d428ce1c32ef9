using System.Security.Cryptography;
using System.Text;

namespace Monitor.Worker.Summaries;

/// <summary>How a page looks: on a telephone, on a wide screen, by night, and on A4. No character that XML would write otherwise.</summary>
internal static class PageStyle
{
    /// <summary>The whole style sheet.</summary>
    public const string Css = """
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --panel: #f6f8fa; --ink: #16191d; --soft: #535d68; --rule: #d3dae1; --grid: #e3e8ed;
          --a: #0b5cad; --b: #b04a00; --flow: #d7e6f6;
          --s0: #eef1f4; --s0-ink: #3b444d; --s1: #cfe2f6; --s1-ink: #0b2a4a; --s2: #8dbdea; --s2-ink: #08223d;
          --s3: #2a6db0; --s3-ink: #ffffff; --s4: #0a3a6e; --s4-ink: #ffffff;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #12161b; --panel: #1a2028; --ink: #e8edf2; --soft: #a3afbb; --rule: #353e48; --grid: #2a323b;
            --a: #79b8ff; --b: #f2a661; --flow: #1d3550;
            --s0: #1f262e; --s0-ink: #b3bec9; --s1: #17395c; --s1-ink: #dcebfb; --s2: #1f5a96; --s2-ink: #ffffff;
            --s3: #62a8ee; --s3-ink: #06182b; --s4: #b3d8ff; --s4-ink: #06182b;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 1080px; padding: 24px 20px 48px; background: var(--paper); color: var(--ink);
          font: 16px/1.55 "Source Sans 3", "Segoe UI", "Noto Sans", "DejaVu Sans", "Liberation Sans", Arial, sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: break-word;
        }
        header { border-bottom: 3px solid var(--a); padding-bottom: 14px; margin-bottom: 20px; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 6px; text-wrap: balance; }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 40px 0 4px; }
        h3 { font-size: 1rem; margin: 22px 0 4px; }
        p { margin: 0 0 10px; max-width: 72ch; }
        .soft { color: var(--soft); }
        .facts { display: flex; flex-wrap: wrap; gap: 2px 28px; margin: 8px 0 0; }
        .facts div { display: flex; gap: 6px; }
        .facts dt { color: var(--soft); }
        .facts dd { margin: 0; font-weight: 600; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); gap: 12px; margin: 18px 0 6px; }
        .cards div { display: flex; flex-direction: column; background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: 12px 14px; }
        .cards dt { color: var(--soft); font-size: .875rem; line-height: 1.3; }
        .cards dd { margin: 2px 0 0; font-size: 1.7rem; line-height: 1.2; font-weight: 650; }
        .cards dd.small { margin-top: auto; padding-top: 4px; font-size: .875rem; font-weight: 400; color: var(--soft); }
        .pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px 36px; margin-top: 12px; align-items: start; }
        @media (min-width: 860px) { .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
        figure { margin: 0; min-width: 0; }
        svg { display: block; width: 100%; max-width: 500px; height: auto; }
        svg.map { max-width: 760px; margin: 0 auto; }
        .pair table + table { margin-top: 20px; }
        figcaption { color: var(--soft); font-size: .875rem; margin-bottom: 8px; }
        table { border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.4; }
        caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: 6px; }
        th, td { text-align: right; padding: 5px 0 5px 14px; border-bottom: 1px solid var(--rule); vertical-align: baseline; font-weight: 400; }
        td { white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-size: .8125rem; line-height: 1.25; vertical-align: bottom; }
        tfoot th, tfoot td { font-weight: 650; border-bottom: 0; }
        .pair + p { margin-top: 14px; }
        th small { display: block; font-weight: 400; color: var(--soft); font-size: .8125rem; }
        @media (max-width: 500px) {
          body { padding: 16px 16px 40px; }
          table { font-size: .875rem; }
          th, td { padding-left: 9px; }
          thead th { font-size: .75rem; }
        }
        .note { background: var(--panel); border-left: 4px solid var(--a); padding: 12px 16px; margin: 18px 0; }
        .note p:last-child, .note ul:last-child { margin-bottom: 0; }
        ul { padding-left: 20px; margin: 0 0 10px; max-width: 76ch; }
        li { margin-bottom: 6px; }
        footer { margin-top: 44px; border-top: 1px solid var(--rule); padding-top: 14px; color: var(--soft); font-size: .875rem; }
        .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        svg text { font-size: 11px; fill: var(--ink); }
        svg .label, svg .value { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
        svg .value { font-weight: 650; }
        svg .tick { font-size: 10px; fill: var(--soft); }
        svg .grid { stroke: var(--grid); stroke-width: 1; }
        svg .base { stroke: var(--soft); stroke-width: 1; }
        svg .a { fill: var(--a); }
        svg .b { fill: var(--b); }
        svg .flow { fill: var(--flow); }
        svg .line { fill: none; stroke-width: 2; }
        svg .line.a { stroke: var(--a); }
        svg .line.b { stroke: var(--b); stroke-dasharray: 5 3; }
        svg .gap { fill: var(--paper); stroke-width: 1.5; }
        svg .gap.a { stroke: var(--a); }
        svg .gap.b { stroke: var(--b); }
        svg .reach { stroke: var(--a); stroke-width: 2; }
        svg .hidden { fill: var(--paper); stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 2; }
        svg .tile { stroke: var(--rule); stroke-width: 1; }
        svg .tile.s0 { fill: var(--s0); } svg .tile.s1 { fill: var(--s1); } svg .tile.s2 { fill: var(--s2); }
        svg .tile.s3 { fill: var(--s3); } svg .tile.s4 { fill: var(--s4); }
        svg .tile.hidden { fill: var(--paper); stroke: var(--soft); stroke-dasharray: 4 3; }
        svg text.name { font-size: 17px; } svg text.number { font-size: 17px; font-weight: 650; }
        svg text.far { display: none; }
        svg text.key { font-size: 16px; }
        @media (min-width: 640px) {
          svg text.far { display: inline; font-size: 10px; }
          svg text.key { font-size: 13px; }
          .near { display: none; }
        }
        svg text.s0 { fill: var(--s0-ink); } svg text.s1 { fill: var(--s1-ink); } svg text.s2 { fill: var(--s2-ink); }
        svg text.s3 { fill: var(--s3-ink); } svg text.s4 { fill: var(--s4-ink); }
        svg text.name.hidden, svg text.number.hidden { fill: var(--ink); stroke: none; }
        @page { size: A4; margin: 16mm 15mm 18mm; }
        @media print {
          :root {
            color-scheme: light;
            --paper: #ffffff; --panel: #f6f8fa; --ink: #16191d; --soft: #535d68; --rule: #d3dae1; --grid: #e3e8ed;
            --a: #0b5cad; --b: #b04a00; --flow: #d7e6f6;
            --s0: #eef1f4; --s0-ink: #3b444d; --s1: #cfe2f6; --s1-ink: #0b2a4a; --s2: #8dbdea; --s2-ink: #08223d;
            --s3: #2a6db0; --s3-ink: #ffffff; --s4: #0a3a6e; --s4-ink: #ffffff;
          }
          html { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          h1 { font-size: 19pt; }
          h2 { font-size: 13.5pt; margin-top: 22pt; }
          .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8pt 20pt; }
          .pair.wide, .pair.roomy { grid-template-columns: minmax(0, 1fr); }
          .cards { grid-template-columns: repeat(4, 1fr); }
          table { font-size: 9pt; }
          th, td { padding-left: 7px; }
          h2, h3, figcaption, caption { break-after: avoid; }
          section, figure, svg, tr, .cards div, .note, li { break-inside: avoid; }
          thead { display: table-header-group; }
          tfoot { display: table-row-group; }
          .roomy svg { max-width: 400px; }
          footer { margin-top: 12pt; padding-top: 6pt; font-size: 8pt; break-inside: avoid; }
          footer p { max-width: none; }
        }
        @media (min-width: 860px) { .pair.wide { grid-template-columns: minmax(0, 1fr); } .pair.wide table { max-width: 640px; } }
        """;

    /// <summary>Lets this style sheet in and nothing else: no script, no picture, no address can be added to the page.</summary>
    public static string Policy =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";
}
