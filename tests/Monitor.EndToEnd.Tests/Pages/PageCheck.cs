namespace Monitor.EndToEnd.Tests.Pages;

/// <summary>
/// What a page must keep to, asked of the page itself in the browser. Own rules after WCAG 2.1 AA: 1.1.1 (text for pictures), 1.3.1 (headings, tables),
/// 1.4.3 (contrast), 1.4.10 (no sideways scrolling), 3.1.1 (language); and that no letter of a chart leaves its picture or lies on another.
/// </summary>
internal static class PageCheck
{
    /// <summary>A function without arguments; answers a list of sentences, one for each breach.</summary>
    public const string Script = """
        () => {
          const faults = [];
          const say = (rule, element) =>
            faults.push(`${rule}: <${element.tagName.toLowerCase()}> ${(element.textContent || '').trim().slice(0, 60)}`);
          const root = document.documentElement;
          if (!['id', 'en'].includes(root.lang)) faults.push('the page names no language');
          if (!document.title) faults.push('the page has no title');
          if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);

          const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
          ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => faults.push(`the id ${id} stands twice`));

          let level = 0;
          for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
            const own = Number(heading.tagName[1]);
            if (own > level + 1) say(`heading of level ${own} after ${level}`, heading);
            level = own;
          }
          if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');

          for (const table of document.querySelectorAll('table')) {
            if (!table.caption || !table.caption.textContent.trim()) say('table without a caption', table);
            if (table.querySelectorAll('thead th[scope=col]').length === 0) say('table without column heads', table);
            for (const row of table.querySelectorAll('tbody tr')) {
              if (!row.querySelector('th[scope=row]')) say('row without a head', row);
            }
            const columns = table.querySelectorAll('thead th').length;
            for (const row of table.rows) {
              if (row.cells.length !== columns) say(`row of ${row.cells.length} cells under ${columns} heads`, row);
            }
          }

          for (const svg of document.querySelectorAll('svg')) {
            const named = (svg.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id));
            if (svg.getAttribute('role') !== 'img') say('picture without a role', svg);
            if (named.length !== 2 || named.some(name => !name || !name.textContent.trim())) say('picture without title and description', svg);
            const figure = svg.closest('figure');
            if (!figure || !figure.querySelector('figcaption')) say('picture without a caption', svg);
            if (!figure || !figure.parentElement.querySelector('table')) say('picture without its table', svg);
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')].map(text => ({ text, box: text.getBoundingClientRect() }))
              .filter(one => getComputedStyle(one.text).display !== 'none');
            for (const { text, box } of texts) {
              if (box.left < frame.left - 0.7 || box.right > frame.right + 0.7 || box.top < frame.top - 0.7 || box.bottom > frame.bottom + 0.7) {
                say('letters outside of their picture', text);
              }
              if (parseFloat(getComputedStyle(text).fontSize) * frame.width / svg.viewBox.baseVal.width < 7.5) say('letters too small to read', text);
            }
            texts.forEach((one, i) => texts.slice(i + 1).forEach(other => {
              const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
              const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
              if (wide > 1 && high > 0.35 * Math.min(one.box.height, other.box.height)) say(`letters over "${one.text.textContent}"`, other.text);
            }));
          }

          const rgba = color => {
            const parts = color.match(/[\d.]+/g).map(Number);
            return { r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1 };
          };
          const channel = value => { const s = value / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
          const light = color => 0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b);
          const contrast = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              if (at instanceof SVGElement) {
                continue;
              }
              const color = rgba(getComputedStyle(at).backgroundColor);
              if (color.a > 0) return color;
            }
            return { r: 255, g: 255, b: 255, a: 1 };
          };
          const ground = text => {
            const box = text.getBoundingClientRect();
            const under = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
              .find(element => element.closest('svg') && ['rect', 'polygon', 'circle'].includes(element.tagName) && getComputedStyle(element).fill !== 'none');
            return under ? rgba(getComputedStyle(under).fill) : behind(text.closest('figure') || text);
          };
          let measured = 0;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            if (!node.textContent.trim() || element.closest('title, desc, .unseen') || getComputedStyle(element).display === 'none') continue;
            const style = getComputedStyle(element);
            const isPicture = element instanceof SVGElement;
            const size = parseFloat(style.fontSize);
            const isLarge = !isPicture && (size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700));
            const value = contrast(rgba(isPicture ? style.fill : style.color), isPicture ? ground(element) : behind(element));
            measured++;
            if (value < (isLarge ? 3 : 4.5)) say(`contrast ${value.toFixed(2)}`, element);
          }
          if (measured < 50) faults.push(`only ${measured} texts were measured`);
          return faults;
        }
        """;
}
