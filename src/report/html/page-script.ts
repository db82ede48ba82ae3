/**
 * The script of a page: values of pictures on hover, touch and by keys, pictures and their numbers as files, tables that
 * sort, filter and fold. It asks for nothing; without it the page shows everything there is.
 */
import { createHash } from 'node:crypto';
import { type Markup, trusted } from './markup.ts';

/** The script, and the hash under which a content policy lets it run. */
export function pageScript(): { script: Markup; hash: string } {
  const hash = createHash('sha256').update(source).digest('base64');
  return { script: trusted(`<script>${source}</script>`), hash: `'sha256-${hash}'` };
}

/** Rows of a table that show before it is asked for all [count]. */
const rowsShown = 12;

const source = String.raw`
'use strict';
const make = (name, attributes = {}, text = '') => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};
const svgName = 'http://www.w3.org/2000/svg';

for (const figure of document.querySelectorAll('figure')) {
  const data = JSON.parse(figure.querySelector('script').textContent);
  const tools = figure.querySelector('.tools');
  const reading = figure.querySelector('.reading');
  const range = figure.querySelector('input');
  tools.hidden = false;
  const pictureShown = () =>
    [...figure.querySelectorAll('.drawing > svg')].find((svg) => getComputedStyle(svg).display !== 'none');
  let ring;
  const clear = () => {
    ring?.remove();
    ring = undefined;
  };
  const show = (svg, places, index) => {
    const [words, x, y, width, height] = places[index];
    clear();
    ring = document.createElementNS(svgName, 'rect');
    const [room, least] = [3, 10];
    const [wide, high] = [Math.max(least, width) + 2 * room, Math.max(least, height) + 2 * room];
    const box = { x: x + width / 2 - wide / 2, y: y + height / 2 - high / 2, width: wide, height: high, rx: 6 };
    for (const [name, value] of Object.entries({ ...box, class: 'ring' })) ring.setAttribute(name, value);
    svg.append(ring);
    reading.hidden = false;
    if (reading.textContent !== words) reading.textContent = words;
    if (range) {
      range.value = index + 1;
      range.setAttribute('aria-valuetext', words);
    }
  };
  if (range) {
    const step = () => {
      const svg = pictureShown();
      const places = data[svg.classList[0]];
      show(svg, places, Math.min(places.length, Number(range.value)) - 1);
    };
    range.addEventListener('input', step);
    range.addEventListener('focus', step);
    range.setAttribute('aria-valuetext', data.wide[0][0]);
    for (const svg of figure.querySelectorAll('.drawing > svg')) {
      const places = data[svg.classList[0]];
      const point = (event) => {
        const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
        const reach = event.pointerType === 'touch' ? 32 : 18;
        let [best, least] = [-1, Infinity];
        for (const [index, [, left, top, width, height]] of places.entries()) {
          const [dx, dy] = [Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height)];
          // Of boxes that hold the point, the smallest is meant.
          const distance = dx === 0 && dy === 0 ? Math.min(0.5, (width * height) / 1e6) : 1 + Math.hypot(dx, dy);
          if (distance < least) [best, least] = [index, distance];
        }
        if (least <= 1 + reach) show(svg, places, best);
        else if (event.pointerType !== 'touch') clear();
      };
      svg.addEventListener('pointermove', point);
      svg.addEventListener('pointerdown', point);
      svg.addEventListener('pointerleave', (event) => event.pointerType !== 'touch' && clear());
    }
    figure.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      clear();
      reading.hidden = true;
    });
  }
  const save = (bytes, ending) => {
    const link = make('a', { href: URL.createObjectURL(bytes), download: data.kind + '.' + ending });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  for (const button of tools.querySelectorAll('button')) {
    button.setAttribute('aria-label', 'Save as ' + button.textContent);
    button.addEventListener('click', async () => {
      const kind = button.dataset.save;
      if (kind === 'csv') save(new Blob([data.csv], { type: 'text/csv' }), 'csv');
      const picture = kind === 'csv' ? undefined : writeSvg(figure.querySelector('svg.wide'), data);
      if (kind === 'svg') save(new Blob([picture.text], { type: 'image/svg+xml' }), 'svg');
      if (kind === 'png') save(await paint(picture), 'png');
    });
  }
}

/** A picture with its title and caption above, on white, complete on its own. */
function writeSvg(svg, { title, lines, caption }) {
  const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
  const head = 22 + 19 * title.length + 16 * lines.length;
  const whole = svg.cloneNode(true);
  for (const name of [...whole.attributes].map(({ name }) => name)) whole.removeAttribute(name);
  whole.querySelectorAll('.ring').forEach((ring) => ring.remove());
  const [wide, high] = [Math.max(900, width), head + height];
  const attributes = { xmlns: svgName, width: wide, height: high, viewBox: [0, -head, wide, high].join(' ') };
  for (const [name, value] of Object.entries(attributes)) whole.setAttribute(name, value);
  const add = (name, attributes, text) => {
    const element = document.createElementNS(svgName, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const font = { x: 14, 'font-family': 'DejaVu Sans, Verdana, sans-serif' };
  let y = 8 - head;
  const texts = [
    ...title.map((line) => add('text', { ...font, y: (y += 19), 'font-size': 15, 'font-weight': 'bold', fill: '#1c1c1a' }, line)),
    ...lines.map((line) => add('text', { ...font, y: (y += 16), 'font-size': 11.5, fill: '#5c5c57' }, line)),
  ];
  whole.prepend(add('title', {}, title.join(' ')), add('desc', {}, caption), add('rect', { x: 0, y: -head, width: wide, height: high, fill: '#ffffff' }, ''), ...texts);
  return { text: new XMLSerializer().serializeToString(whole), width: wide, height: high };
}

/** The same as a PNG, two dots to a pixel. */
async function paint({ text, width, height }) {
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
  await image.decode();
  const canvas = make('canvas', { width: 2 * width, height: 2 * height });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Numbers by size, whatever stands around them; words by the alphabet, after the numbers. */
function compareCells(a, b) {
  const split = (text) => text.replace(/,(?=\d{3})/g, '').match(/(?<![\w.])-?\d[\d.]*(?:e[-+]?\d+)?|[^\d]+|\d+/g) ?? [];
  const [left, right] = [split(a), split(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [Number(left[i]), Number(right[i])];
    const order = Number.isNaN(x) || Number.isNaN(y)
      ? Number.isNaN(x) - Number.isNaN(y) || left[i].localeCompare(right[i])
      : x - y;
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

for (const holder of document.querySelectorAll('.rows')) {
  const table = holder.querySelector('table');
  const body = table.tBodies[0];
  const rows = [...body.rows];
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    if (rows.length < 3) break;
    const button = make('button', { type: 'button', class: 'sort' }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isUp = head.getAttribute('aria-sort') === 'ascending';
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isUp ? 'descending' : 'ascending');
      const text = (row) => row.cells[column].textContent.trim().replace(/^[>≤<≥]\s*/, '');
      rows.sort((a, b) => (isUp ? -1 : 1) * compareCells(text(a), text(b)));
      body.append(...rows);
      lay();
    });
  }
  const trivial = rows.filter((row) => row.hasAttribute('data-trivial'));
  let [all, every] = [rows.length - trivial.length <= ${rowsShown}, trivial.length === 0 || trivial.length === rows.length];
  let words = [];
  const count = make('span', { role: 'status' });
  const lay = () => {
    let shown = 0;
    for (const row of rows) {
      const isMeant = words.length === 0
        ? every || !row.hasAttribute('data-trivial')
        : words.every((word) => row.textContent.toLowerCase().includes(word));
      const isShown = isMeant && (all || words.length > 0 || shown < ${rowsShown});
      if (isShown) shown += 1;
      row.classList.toggle('folded', !isShown);
    }
    count.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' rows';
  };
  const bar = make('div', { class: 'tools' });
  if (rows.length > 8) {
    const label = make('label', {}, 'Filter ');
    const input = make('input', { type: 'search', size: 14 });
    label.append(input);
    input.addEventListener('input', () => {
      words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
      lay();
    });
    bar.append(label);
  }
  const toggle = (open, closed, read, write) => {
    const button = make('button', { type: 'button', 'aria-expanded': String(read()) }, read() ? closed : open);
    button.addEventListener('click', () => {
      write(!read());
      button.setAttribute('aria-expanded', String(read()));
      button.textContent = read() ? closed : open;
      lay();
    });
    bar.append(button);
  };
  if (!all) toggle('Show all rows', 'Show fewer rows', () => all, (value) => (all = value));
  if (!every) {
    const which = trivial.length + (trivial.length === 1 ? ' row ' : ' rows ') + holder.dataset.trivial;
    toggle('Show ' + which, 'Hide ' + which, () => every, (value) => (every = value));
  }
  if (bar.children.length > 0) {
    bar.append(count);
    holder.before(bar);
  }
  lay();
}
`;
