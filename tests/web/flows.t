#!/usr/bin/env node
// What people do with the pages, from the first word to a file: classes with their sections, orders,
// charts, export, comparing, printing, back and forth, with JavaScript and without, by keyboard, at
// 320 px and enlarged to 200 %; and suggestions. TAP on standard output. What is expected comes from
// the documents, or from another way to the same thing.
'use strict';
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { axe, bail, corpus, corpus_files, every_hit, finish, fits, index, index_of_some, number, open, search,
        serve, start, summary, test, top, work } = require('./support.js');

// Of a page of which a part has come there would be a part of the titles.
const titles = async (page) => {
    await page.waitForLoadState();
    return page.locator('.hit-title').allInnerTexts();
};
const words = (text) => text.toLowerCase().match(/[a-z0-9]+/g) || [];

/* Results as classes */

async function every_class(page) {
    const found = [];
    for (;;) {
        await page.waitForLoadState();
        found.push(...await page.locator('.hit').evaluateAll((items) => items.map((item) => ({
            url: item.querySelector('h2 a').getAttribute('href').split('?')[0],
            shown: item.querySelectorAll('.match').length,
            more: parseInt(item.querySelector('.more') ? item.querySelector('.more').innerText : '0', 10),
        }))));
        const next = page.locator('.pages a[rel=next]');
        if (await next.count() === 0)
            return found;
        await next.click();
    }
}

async function as_classes(base, on) {
    const page = await open(base, { javaScriptEnabled: on }), how = on ? 'JavaScript on' : 'JavaScript off';

    await test(`${how}: classes and sections are the same result, counted alike`, async () => {
        await page.goto('/');
        await search(page, 'license');
        const said = await summary(page), classes = await every_class(page);
        assert.equal(classes.length, said.classes);
        assert.equal(classes.reduce((sum, item) => sum + item.shown + item.more, 0), said.sections);
        await page.getByRole('link', { name: 'Sections', exact: true }).click();
        assert.deepEqual(await summary(page), said);
        const sections = await every_hit(page);
        assert.deepEqual([...new Set(sections.map((hit) => hit.url.split('?')[0]))].sort(),
                         classes.map((item) => item.url).sort());
    });
    await test(`${how}: sorted by title, and kept so while searching, filtering and paging`, async () => {
        await page.goto('/search?q=license');
        await page.getByLabel('Sort by').selectOption('Title, A to Z');
        await page.getByRole('button', { name: 'Sort', exact: true }).click();
        const sorted = (list) => [...list].sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1);
        const first = await titles(page);
        assert.ok(first.length === 10 && new Set(first).size > 1);
        assert.deepEqual(first, sorted(first));
        await page.locator('.pages a[rel=next]').click();
        assert.deepEqual([...first, ...await titles(page)], sorted([...first, ...await titles(page)]));
        await search(page, 'supervision');
        assert.equal(await page.getByLabel('Sort by').inputValue(), 'title');
        assert.deepEqual(await titles(page), sorted(await titles(page)));
    });
    await test(`${how}: back and forward through search, filter, page, section`, async () => {
        const visited = [];
        const note = async () => visited.push([page.url(), await page.title(), await page.locator('h1').innerText()]);
        await page.goto('/search?q=license');
        await note();
        await page.locator('.facet-education li a').first().click();
        await note();
        await page.locator('.pages a[rel=next]').click();
        await note();
        await page.locator('.match a').first().click();
        await note();
        for (let i = visited.length - 2; i >= 0; i--) {
            await page.goBack();
            assert.deepEqual([page.url(), await page.title(), await page.locator('h1').innerText()], visited[i]);
        }
        for (let i = 1; i < visited.length; i++) {
            await page.goForward();
            assert.deepEqual([page.url(), await page.title(), await page.locator('h1').innerText()], visited[i]);
        }
    });
    await page.context().close();
}

/* Charts, export */

async function charts(base) {
    const page = await open(base);

    await test('charts: a bar for each value, as long as its number; the numbers are the filters\'', async () => {
        await page.goto('/search?q=license');
        await page.getByText('Where the matches are').click();
        for (const facet of ['section', 'agency']) {
            const title = await page.locator(`.facet-${facet} h3`).innerText();
            const rows = page.locator('.chart', { has: page.locator(`caption:text-is("By ${title}")`) })
                .locator('tbody tr');
            const bars = await rows.evaluateAll((all) => all.map((row) => ({
                label: row.querySelector('th').innerText,
                width: parseFloat(row.querySelector('rect').getAttribute('width')),
                sections: Number(row.cells[2].innerText.replace(/,/g, '')),
            })));
            assert.ok(bars.length > 2);
            const most = Math.max(...bars.map((bar) => bar.sections));
            for (const bar of bars) {
                assert.ok(Math.abs(bar.width - 100 * bar.sections / most) < 0.06, bar.label);
                const link = page.locator(`.facet-${facet} li a`,
                                          { has: page.locator(`.label:text-is("${bar.label}")`) });
                assert.equal(number(await link.locator('.n').first().textContent()), bar.sections, bar.label);
            }
        }
    });
    await test('charts of a result that is narrowed show what was found, not what was left out', async () => {
        await page.goto('/search?q=license&section=licensure&section=duties');
        const rows = page.locator('.chart').first().locator('tbody tr');
        assert.deepEqual((await rows.locator('th').allTextContents()).sort(),
                         ['Duties', 'Licensure & certification']);
    });
    await page.context().close();
}

// Rows of a CSV file.
function csv_rows(text) {
    const rows = [[]];
    for (const found of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
        if (found[0] === '')
            break;
        rows[rows.length - 1].push(found[1] === undefined ? found[2] : found[1].replace(/""/g, '"'));
        if (found[3] !== ',')
            rows.push([]);
    }
    return rows.filter((row) => row.length > 0);
}

const UNPACK = `import io, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
sys.stdout.buffer.write(archive.read("xl/worksheets/sheet1.xml"))`;

// How many rows the first sheet of a workbook has.
function sheet_rows(file) {
    return execFileSync('python3', ['-c', UNPACK], { input: file }).toString().match(/<row /g).length;
}

async function exporting(base, on) {
    const page = await open(base, { javaScriptEnabled: on, acceptDownloads: true });
    const download = async (name) => {
        const waiting = page.waitForEvent('download');
        await page.locator('.exports').getByRole('link', { name }).click();
        return fs.readFileSync(await (await waiting).path());
    };
    const download_text = async (name) => (await download(name)).toString();

    await test(`export, JavaScript ${on ? 'on' : 'off'}: the files have the whole result`, async () => {
        await page.goto('/search?q=license&section=licensure&sort=title');
        const said = await summary(page);
        assert.ok(said.classes > 10, 'more than a page');
        const lines = (await download_text('JSON lines')).trimEnd().split('\n').map((line) => JSON.parse(line));
        const rows = csv_rows((await download_text('CSV')).replace(/^\uFEFF/, ''));
        assert.equal(rows.length, said.classes + 1);
        assert.ok(lines.length >= said.classes);
        assert.equal(sheet_rows(await download('Excel')), said.classes + 1);
        await page.getByRole('link', { name: 'Sections', exact: true }).click();
        assert.equal(csv_rows(await download_text('CSV')).length, said.sections + 1);
        assert.equal(sheet_rows(await download('Excel')), said.sections + 1);
    });
    await test(`export of a comparison, JavaScript ${on ? 'on' : 'off'}: the files have the same rows`, async () => {
        await page.goto('/compare?id=meridia-state/863&id=meridia-state/865');
        const rows = csv_rows((await download_text('CSV')).replace(/^\uFEFF/, ''));
        assert.deepEqual(rows[0].slice(4, 6), ['meridia-state/863', 'meridia-state/865']);
        assert.ok(rows.length > 20);
        assert.equal(sheet_rows(await download('Excel')), rows.length);
    });
    await page.context().close();
}

/* Comparing */

const read_text = (file) => fs.readFileSync(path.join(top, file), 'utf8');

// How often a word stands in the texts compared, folded ones and all.
async function count_in_texts(page) {
    for (const details of await page.locator('details.shared').all())
        await details.evaluate((e) => { e.open = true; });
    const shown = words((await page.locator('.aligned').allInnerTexts()).join('\n'));
    return (word) => shown.filter((other) => other === word).length;
}

async function comparing(base, on) {
    const page = await open(base, { javaScriptEnabled: on }), how = on ? 'JavaScript on' : 'JavaScript off';
    const tick = (title) => page.getByLabel('Compare ' + title, { exact: true });

    await test(`${how}: tick three classes of a result, and see them side by side`, async () => {
        await page.goto('/search?q=' + encodeURIComponent('title:"project manager"'));
        const chosen = ['IT Project Manager 1', 'IT Project Manager 2', 'IT Project Manager II'];
        for (const title of chosen)
            await tick(title).check();
        await page.getByRole('button', { name: 'Compare the classes ticked' }).click();
        assert.deepEqual(await page.locator('.titles .name .label').allInnerTexts(), chosen);
        assert.equal(new URL(page.url()).searchParams.getAll('id').length, 3);
        assert.match(await page.title(), /IT Project Manager 1.*IT Project Manager II/);
        await page.getByRole('link', { name: 'Leave out IT Project Manager II' }).click();
        assert.deepEqual(await page.locator('.titles .name .label').allInnerTexts(), chosen.slice(0, 2));
    });
    await test(`${how}: fields beside each other as the documents state them`, async () => {
        await page.goto('/compare?id=meridia-state/863&id=meridia-state/865');
        const row = (label) => page.locator('.sheet tr', { has: page.locator(`th:has-text("${label}")`) });
        assert.deepEqual(await row('Class code').locator('.value').allInnerTexts(), ['863', '865']);
        assert.equal(await row('Class code').locator('.verdict').count(), 0);
        assert.deepEqual(await row('FLSA status').locator('.value').allInnerTexts(), ['Exempt', 'Exempt']);
        assert.equal(await row('FLSA status').locator('.verdict').innerText(), 'same');
    });
    await test(`${how}: two are "both" and "the other", three "all" and "the others"`, async () => {
        await page.goto('/compare?id=meridia-state/863&id=meridia-state/865');
        const two = await page.locator('main').innerText();
        assert.match(two, /What both have alike/);
        assert.match(two, /Like nothing in the other\n/);
        assert.doesNotMatch(two, /\ball have|alike in all|the others\b|some have/);
        await page.goto('/compare?id=meridia-state/863&id=meridia-state/865&id=port-ferris/pf2042');
        const three = await page.locator('main').innerText();
        assert.match(three, /that some have, not all: so\. What all have alike/);
        assert.match(three, /Like nothing in the others\n/);
    });
    await test(`${how}: of two classes no word is lost, and marks are not colour alone`, async () => {
        await page.goto('/compare?id=meridia-state/863&id=meridia-state/865');
        const sources = [1, 2].map((n) => read_text(`corpus/meridia-state/it-project-manager-${n}.md`));
        const times = await count_in_texts(page);
        for (const word of ['sponsor', 'charter', 'escalates', 'vendors', 'agency', 'tolerances', 'journey'])
            assert.ok(times(word) >= words(sources.join('\n')).filter((other) => other === word).length, word);
        for (const mark of await page.locator('.side mark.only').all())
            assert.match(await mark.evaluate((e) => getComputedStyle(e).textDecorationLine), /underline/);
        const differing = page.locator('.side td', { hasText: 'Manager 1 is the entry class' });
        assert.ok((await differing.locator('mark.only').allInnerTexts()).join(' ').includes('entry'));
        await differing.locator('.at').press('Enter');
        assert.match(await page.locator('p:target').innerText(), /Manager 1 is the entry class/);
    });
    await test(`${how}: from a specification: its series, with what tells the levels apart`, async () => {
        await page.goto('/class/meridia-state/865');
        const ladder = page.locator('.series');
        assert.deepEqual(await ladder.locator('ol > li .label').allInnerTexts(),
                         [1, 2, 3].map((n) => `IT Project Manager ${n}`));
        for (const item of await ladder.locator('.distinguished li').all()) {
            const line = number(/line (\d+)/.exec(await item.locator('.at').innerText())[1]);
            const address = await item.locator('.at').getAttribute('href');
            const n = { 863: 1, 865: 2, 867: 3 }[/\/(\d+)/.exec(address)[1]];
            const lines = read_text(`corpus/meridia-state/it-project-manager-${n}.md`).split('\n');
            assert.ok(lines[line - 1].includes(await item.locator('q').innerText()), `line ${line}`);
        }
        await ladder.getByLabel('Compare with IT Project Manager 3').check();
        await ladder.getByRole('button').click();
        assert.deepEqual(await page.locator('.titles .name .label').allInnerTexts(),
                         ['IT Project Manager 2', 'IT Project Manager 3']);
    });
    await test(`${how}: one class, five, an unknown one: said plainly, with a way on`, async () => {
        for (const [address, status, message] of [
            ['/compare?id=meridia-state/863', 400, /two to four/i],
            ['/compare?id=a/1&id=a/2&id=a/3&id=a/4&id=a/5', 400, /at most 4/i],
            ['/compare?id=meridia-state/863&id=nowhere/1', 404, /nowhere\/1/]]) {
            const response = await page.goto(address);
            assert.equal(response.status(), status, address);
            assert.equal(await page.locator('h1').innerText(), 'These classes cannot be compared');
            assert.match(await page.locator('.problem').innerText(), message);
            assert.match(await page.locator('main').innerText(), /Tick classes/);
            assert.ok(await page.locator('.search').isVisible());
        }
    });
    await page.context().close();
}

async function by_keyboard(base) {
    const page = await open(base, { javaScriptEnabled: true });

    await test('keyboard only: tick two classes with the space bar and compare them', async () => {
        await page.goto('/search?q=' + encodeURIComponent('title:"project manager"'));
        let ticked = 0;
        for (let i = 0; i < 120; i++) {
            await page.keyboard.press('Tab');
            const at = await page.evaluate(() => ({ type: document.activeElement.type,
                                                    text: document.activeElement.textContent }));
            if (at.type === 'checkbox' && ticked < 2) {
                await page.keyboard.press('Space');
                ticked++;
            } else if (at.type === 'submit' && at.text.startsWith('Compare')) {
                await page.keyboard.press('Enter');
                await page.waitForURL(/\/compare\?/);
                break;
            }
        }
        assert.equal(await page.locator('.titles .column').count(), 2);
    });
    await page.context().close();
}

/* Paper, enlarged */

async function printing(base) {
    const page = await open(base);

    await test('on paper: results and comparisons without what is only for the screen', async () => {
        await page.emulateMedia({ media: 'print' });
        await page.goto('/search?q=license');
        for (const gone of ['.bar', '.tools', '.filters', '.pick', '.compare-bar', '.pages', '.foot'])
            assert.equal(await page.locator(gone).first().isVisible(), false, gone);
        assert.ok(await page.locator('.hit').first().isVisible());
        assert.equal(await page.locator('.asked').innerText(), 'Search: license');
        await page.goto('/search?q=license&agency=port-ferris');
        assert.equal((await page.locator('.chips').innerText()).replace(/\s+/g, ' ').trim(),
                     'Filters in force Agency: port-ferris');
        await page.goto('/compare?id=meridia-state/863&id=meridia-state/865');
        assert.equal(await page.locator('.bar').isVisible(), false);
        for (const there of ['h1', '.titles', '.sheet', '.side', '.rest'])
            assert.ok(await page.locator(there).first().isVisible(), there);
        for (const gone of ['.on-screen', '.more-of a'])
            assert.equal(await page.locator(gone).first().isVisible(), false, gone);
        const folded = page.locator('.shared:not([open]) .copy');
        assert.ok(await folded.count() > 0);
        for (const copy of await folded.all())
            assert.ok((await copy.boundingBox()).height > 10, 'what is folded on the screen is printed');
        await page.setViewportSize({ width: 600, height: 800 }); // as wide as a sheet of A4 between its margins
        const [one, two] = await page.locator('.sheet tbody tr').first().locator('td').all();
        assert.equal((await one.boundingBox()).y, (await two.boundingBox()).y, 'side by side on paper, too');
        await page.emulateMedia({ media: 'screen' });
        assert.equal(await folded.first().isVisible(), false);
    });
    await page.context().close();
}

async function enlarged(base) {
    for (const [how, options] of [['320 px wide', { viewport: { width: 320, height: 700 } }],
                                  ['enlarged to 200 %', { viewport: { width: 640, height: 450 },
                                                          deviceScaleFactor: 2 }]]) {
        const page = await open(base, options);
        await test(`${how}: search, filter, open, compare, without scrolling sideways`, async () => {
            const width = options.viewport.width;
            await page.goto('/');
            await search(page, 'title:"project manager"');
            await fits(page, [width]);
            await page.getByRole('link', { name: 'Filters', exact: true }).click();
            await page.locator('.facet-agency li a').first().click();
            assert.equal(await page.locator('.chip').count(), 1);
            for (const box of (await page.locator('.pick input').all()).slice(0, 2))
                await box.check();
            await page.locator('.compare-bar button').click();
            await fits(page, [width]);
            assert.equal(await page.locator('.titles .column').count(), 2);
            // What is laid out below each other is still a table, each cell under its class's head.
            const sheet = page.getByRole('table', { name: 'Fields and requirements' });
            assert.equal(await sheet.getByRole('columnheader').count(), 2);
            for (const row of await page.locator('.side tbody tr').all())
                assert.equal(await row.getByRole('cell').count(), 2);
            await page.goBack();
            await page.locator('.match a').first().click();
            await fits(page, [width]);
            assert.ok(await page.locator('section:target').isVisible());
        });
        await page.context().close();
    }
}

/* Suggestions: for what is shown of them, the server's part is played by the test. */

const OFFERS = [
    { text: '"budget analyst"', label: 'Budget Analyst', type: 'title', url: '/class/meridia-state/863' },
    { text: 'budget forecast', label: 'budget forecast', type: 'phrase' },
    { text: 'duties:', label: '<img src=x onerror=window.hit=1>', type: 'scope' },
];

async function suggesting(base) {
    const page = await open(base, { javaScriptEnabled: true });
    const box = page.getByRole('combobox', { name: 'Search class specifications' });
    const options = page.getByRole('option');
    const active = () => page.evaluate(() => {
        const id = document.getElementById('q').getAttribute('aria-activedescendant');
        return id && document.getElementById(id).textContent;
    });
    const offer = async (text) => {
        await page.goto('/');
        await box.pressSequentially(text);
        await options.first().waitFor();
    };
    await test('suggestions: the server\'s own lead to a class, by keyboard alone', async () => {
        await offer('it proj');
        await page.keyboard.press('ArrowDown');
        const label = (await active()).trim();
        assert.match(label, /^IT Project Manager/);
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/class\//);
        assert.ok(label.startsWith(await page.locator('h1').innerText()));
    });
    await test('suggestions: a phrase is searched for as it stands, and found where grep finds it', async () => {
        await offer('valid driv');
        const phrase = page.getByRole('option').filter({ hasText: 'Phrase' }).first();
        const label = await phrase.locator('.label').textContent();
        assert.match(label, /^valid driver/);
        await phrase.click();
        await page.waitForURL(/\/search\?q=/);
        assert.equal(await box.inputValue(), `"${label}"`);
        const words = new RegExp('\\b' + label.split(/[ ']/).join('[\\W_]+') + '\\b', 'i');
        const files = corpus_files().filter((f) => words.test(fs.readFileSync(f, 'utf8')));
        assert.ok(files.length > 1);
        assert.equal((await summary(page)).classes, files.length);
    });
    await page.route('**/api/v1/suggest?*', (route) => {
        const asked = new URL(route.request().url()).searchParams.get('q');
        return route.fulfill({ json: { suggestions: asked === 'none' ? [] : OFFERS } });
    });

    await test('suggestions: an open list, announced; axe finds nothing, in light and in dark', async () => {
        await offer('bud');
        assert.equal(await options.count(), OFFERS.length);
        assert.equal(await box.getAttribute('aria-expanded'), 'true');
        assert.equal(await page.getByRole('status').textContent(), '3 suggestions');
        await page.keyboard.press('ArrowDown');
        for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme });
            await page.keyboard.press('ArrowDown');
            assert.deepEqual(await axe(page, '.search'), []);
        }
        await fits(page, [320]);
        assert.equal(await page.evaluate(() => window.hit), undefined);
        assert.ok((await options.last().textContent()).includes('<img src=x'));
    });
    await test('suggestions: arrows go round through the box, Escape closes, the text stays', async () => {
        await offer('bud');
        assert.equal(await active(), null);
        for (const expected of [...OFFERS.map((item) => item.label), null, OFFERS[0].label]) {
            await page.keyboard.press('ArrowDown');
            const at = await active();
            assert.ok(expected === null ? at === null : at.startsWith(expected), `${at}, not ${expected}`);
        }
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('ArrowUp');
        assert.ok((await active()).startsWith(OFFERS[2].label));
        await page.keyboard.press('Escape');
        assert.equal(await box.getAttribute('aria-expanded'), 'false');
        assert.equal(await active(), null);
        assert.equal(await box.inputValue(), 'bud');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/search\?q=bud$/);
    });
    await test('suggestions: Enter or a click takes one: a class is opened, words are searched for, a scope is begun', async () => {
        await offer('bud');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/class\/meridia-state\/863$/);
        await offer('bud');
        await options.nth(1).click();
        await page.waitForURL(/\/search\?q=budget\+forecast$/);
        await offer('bud');
        await options.nth(2).click();
        assert.equal(await box.inputValue(), 'duties:');
        assert.ok(await box.evaluate((e) => e === document.activeElement));
        assert.equal(new URL(page.url()).pathname, '/');
    });
    await test('suggestions: no offers, or an answer that is none: a plain box', async () => {
        await offer('bud');
        await box.fill('none');
        await page.locator('#suggestions').waitFor({ state: 'hidden' });
        assert.equal(await box.getAttribute('aria-expanded'), 'false');
        await page.unroute('**/api/v1/suggest?*');
        await page.route('**/api/v1/suggest?*', (route) => route.fulfill({ body: 'busy' }));
        await page.goto('/');
        const asked = page.waitForResponse(/suggest/);
        await box.pressSequentially('license');
        await asked;
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/search\?q=license$/);
        assert.ok((await summary(page)).sections > 0);
    });
    await page.context().close();
}

/* Browsing */

async function browsing(base) {
    const page = await open(base);

    await test('browse: every class by its letter, once, as often as the letters say', async () => {
        await page.goto('/browse/classes');
        const letters = await page.locator('.letters a').evaluateAll((all) => all.map((a) => (
            { url: a.getAttribute('href'), count: Number((/, (\d+)$/.exec(a.textContent) || [])[1]) })));
        const seen = [];
        for (const { url, count } of letters.filter((letter) => letter.count > 0)) {
            await page.goto(url);
            const rows = await page.locator('.ledger th a').evaluateAll((all) => all.map((a) => a.href));
            assert.equal(rows.length, count, url);
            seen.push(...rows);
        }
        assert.equal(new Set(seen).size, seen.length);
        assert.equal(seen.length, corpus_files().length);
        await page.goto(seen[0]);
        assert.ok(await page.locator('.class h1').isVisible());
    });
    await test('browse: agencies and kinds count what they lead to; a series leads to its classes', async () => {
        await page.goto('/browse');
        const rows = await page.locator('.listing tbody tr').evaluateAll((all) => all.map((row) => (
            { url: row.querySelector('a').href, sections: row.cells[1].innerText, classes: row.cells[2].innerText })));
        assert.ok(rows.length > 10);
        for (const row of [rows[0], rows[rows.length - 1]]) {
            await page.goto(row.url);
            assert.deepEqual(await summary(page), { sections: number(row.sections), classes: number(row.classes) });
        }
        await page.goto('/browse/series');
        const series = page.locator('.ledger tr', { has: page.getByRole('link', { name: 'IT Project Manager' }) });
        const classes = number(await series.first().locator('td').last().innerText());
        await series.first().getByRole('link').click();
        assert.equal(await page.locator('.ledger tbody tr').count(), classes);
    });
    await page.context().close();
}

// A file read, one like it, one with a reference of HTML, and one without any text.
function ledger_index() {
    const folder = path.join(work, 'ledger'), text = read_text('corpus/port-ferris/accountant-i.txt');
    fs.mkdirSync(folder);
    for (const [name, content] of [['a', text], ['b', text], ['c', text + '\nResearch &amp; planning.\n'], ['d', '']])
        fs.writeFileSync(path.join(folder, name + '.txt'), content);
    return index_of_some('ledger-index', folder);
}

async function ledger(base) {
    const page = await open(base);
    const rows = () => page.locator('.ledger tbody tr').allInnerTexts();

    await test('browse: what was not read, or with a note, by the words of the links', async () => {
        await page.goto('/browse');
        const links = page.locator('.ways-in a[href^="/browse/skipped"]'), labels = await links.allInnerTexts();
        assert.deepEqual(labels, ['Skipped', 'Duplicate', 'Indexed with a note']);
        await page.goto('/browse/skipped');
        assert.deepEqual(await page.locator('.ways-in a').allInnerTexts(), labels);
        await fits(page, [320, 640, 1280]);
        assert.deepEqual(await page.locator('.ledger td[data-label=State]').allInnerTexts(),
                         ['Duplicate', 'Indexed with a note', 'Skipped']);
        for (const [label, file] of [['Skipped', 'd.txt'], ['Duplicate', 'b.txt'], ['Indexed with a note', 'c.txt']]) {
            await page.goto('/browse');
            await links.filter({ hasText: label }).click();
            assert.equal(await page.locator('.ways-in [aria-current]').innerText(), label);
            const found = await rows();
            assert.ok(found.length === 1 && found[0].startsWith(`ledger/${file}`), String(found));
            assert.deepEqual(await page.locator('.ledger thead th').allInnerTexts(), ['File', 'Why']);
        }
    });
    await page.context().close();
}

async function help(base) {
    const page = await open(base);

    await test('help: every example is a search that can be run', async () => {
        await page.goto('/help');
        const links = await page.locator('.ways a').evaluateAll((all) => all.map((a) => (
            { href: a.getAttribute('href'), text: a.textContent })));
        assert.ok(links.length > 15);
        for (const { href, text } of links) {
            assert.equal((await page.goto(href)).status(), 200, href);
            assert.equal(await page.locator('#q').inputValue(), text);
        }
    });
    await page.context().close();
}

async function main() {
    await start();
    const base = await serve(index('index', corpus));
    await Promise.all([
        (async () => {
            for (const on of [false, true]) {
                await as_classes(base, on);
                await exporting(base, on);
            }
            await browsing(base);
            await ledger(await serve(ledger_index()));
            await help(base);
        })(),
        (async () => {
            for (const on of [false, true])
                await comparing(base, on);
            await by_keyboard(base);
            await charts(base);
            await printing(base);
            await enlarged(base);
            await suggesting(base);
        })(),
    ]);
    await finish();
}

main().catch(bail);
