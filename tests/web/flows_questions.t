#!/usr/bin/env node
// The pages that answer for all of the index: what is asked for is counted in the documents
// themselves, or in the file that the page offers. With JavaScript and without, by keyboard, at 320 px
// and enlarged to 200 %. TAP on standard output.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { bail, corpus, corpus_files, finish, fits, index, index_of_some, number, open, search, serve, start, test,
        work } = require('./support.js');

// How often a pattern stands in the documents that are plain text.
const text_files = corpus_files().filter((file) => /\.(txt|md)$/.test(file));
const times = (pattern, files = text_files) => files.reduce(
    (sum, file) => sum + (fs.readFileSync(file, 'utf8').match(pattern) || []).length, 0);

// "12 occurrences in 9 sections of 4 classes"
async function total(page) {
    const said = await page.locator('#total').innerText();
    const found = /^([\d,]+) occurrences? in ([\d,]+) sections? of ([\d,]+) class(es)?$/.exec(said);
    assert.ok(found, said);
    return { occurrences: number(found[1]), sections: number(found[2]), classes: number(found[3]) };
}

const download = async (page, name) => {
    const waiting = page.waitForEvent('download');
    await page.locator('.exports').getByRole('link', { name }).click();
    return fs.readFileSync(await (await waiting).path());
};

/* Every occurrence */

const rows_of = (page) => page.locator('.kwic tr:not(.of):has(td)').evaluateAll((rows) => rows.map((row) => ({
    before: row.cells[0].textContent, match: row.querySelector('mark').textContent,
    after: row.querySelector('mark').nextSibling?.textContent || '',
    url: row.querySelector('.where a').getAttribute('href'), place: row.querySelector('.where').innerText,
    left: row.querySelector('mark').getBoundingClientRect().left,
})));

async function every_row(page) {
    const found = [];
    for (;;) {
        await page.waitForLoadState();
        found.push(...await rows_of(page));
        const next = page.locator('.pages a[rel=next]');
        if (await next.count() === 0)
            return found;
        await next.click();
    }
}

async function occurrences(base, on) {
    const page = await open(base, { javaScriptEnabled: on, acceptDownloads: true });
    const how = on ? 'JavaScript on' : 'JavaScript off';

    await test(`${how}: from a search to every occurrence, as many as a search of the files finds`, async () => {
        await page.goto('/');
        await search(page, 'CJIS');
        await page.getByRole('link', { name: 'Every occurrence' }).click();
        const said = await total(page), rows = await every_row(page);
        assert.equal(said.occurrences, times(/\bCJIS\b/gi));
        assert.equal(said.classes, text_files.filter((file) => times(/\bCJIS\b/i, [file]) > 0).length);
        assert.equal(rows.length, said.occurrences);
        assert.ok(rows.every((row) => row.match.trim().toLowerCase() === 'cjis'));
        assert.equal(new Set(rows.map((row) => row.left)).size, 1, 'aligned on what was found');
        for (const row of [rows[0], rows[rows.length - 1]]) {
            await page.goto(row.url);
            assert.match(await page.locator(':target').innerText(), /CJIS/);
            if (/#L\d+$/.test(row.url))
                assert.equal(/\d+$/.exec(row.url)[0], /line (\d+)/.exec(row.place)[1]);
        }
        await page.goto('/occurrences?q=CJIS');
        await page.getByRole('link', { name: 'Search', exact: true }).click();
        assert.equal(await page.locator('#q').inputValue(), 'CJIS');
        assert.ok(await page.locator('.hit').count() > 0);
    });
    await test(`${how}: more than a page of them, each once`, async () => {
        await page.goto('/occurrences?q=supervision&per_page=50');
        const said = await total(page);
        assert.ok(said.occurrences > 100);
        assert.equal(await page.locator('.summary').getByText('Occurrences 1 to 50').count(), 1);
        const rows = await every_row(page);
        assert.equal(rows.length, said.occurrences);
        assert.equal(new Set(rows.map((row) => JSON.stringify(row))).size >= said.sections, true);
        await page.goto('/occurrences?q=supervision&page=999');
        assert.match(await page.locator('.notice').innerText(), /past the last one/);
    });
    await test(`${how}: in order of the words behind, chosen in the form`, async () => {
        await page.goto('/occurrences?q=valid');
        await page.getByLabel('Order').selectOption('Words after');
        await page.getByRole('button', { name: 'List' }).click();
        const behind = (await rows_of(page)).map((row) => (/[\p{L}\d]+/u.exec(row.after) || [''])[0].toLowerCase());
        assert.ok(new Set(behind).size > 2);
        assert.deepEqual(behind, [...behind].sort());
        assert.equal(await page.locator('.kwic .of').count(), 0);
        assert.equal(await page.getByLabel('Order').inputValue(), 'right');
    });
    await test(`${how}: narrowed by the form, by a bar, by a chip; the numbers are those of the bars`, async () => {
        await page.goto('/occurrences?q=valid');
        const all = await total(page), chart = page.locator('.chart', { hasText: 'By Agency' });
        const shares = await chart.locator('tbody tr').evaluateAll((list) => list.map((row) => (
            { agency: row.cells[0].innerText, occurrences: Number(row.cells[2].innerText) })));
        assert.ok(shares.length > 2);
        assert.equal(shares.reduce((sum, share) => sum + share.occurrences, 0), all.occurrences);
        await chart.getByRole('link', { name: shares[0].agency, exact: true }).click();
        assert.equal((await total(page)).occurrences, shares[0].occurrences);
        await page.getByLabel('Agency').selectOption(shares[1].agency);
        await page.getByRole('button', { name: 'List' }).click();
        assert.equal((await total(page)).occurrences, shares[0].occurrences + shares[1].occurrences);
        assert.equal(await page.locator('.chip').count(), 2);
        await page.locator('.chip', { hasText: shares[0].agency }).click();
        assert.equal((await total(page)).occurrences, shares[1].occurrences);
        const agencies = new Set(await page.locator('.kwic .of .agency').allInnerTexts());
        assert.deepEqual([...agencies], [shares[1].agency]);
        await page.getByRole('link', { name: 'Remove all' }).click();
        assert.deepEqual(await total(page), all);
    });
    await test(`${how}: exactly as typed; none found is said in words, with ways on`, async () => {
        await page.goto('/occurrences?q=CJIS');
        const all = await total(page);
        await page.getByLabel('Exactly as typed').check();
        await page.getByRole('button', { name: 'List' }).click();
        assert.equal((await total(page)).occurrences, times(/\bCJIS\b/g));
        await page.locator('#q').fill('cjis');
        await page.getByRole('button', { name: 'List' }).click();
        assert.equal(times(/\bcjis\b/g), 0);
        assert.equal(await page.locator('#total').innerText(), 'No occurrence');
        assert.match(await page.locator('.aside').first().innerText(), /cjis/i);
        assert.equal(await page.locator('.kwic, .exports, .charts').count(), 0);
        await page.getByRole('link', { name: 'Find them in any case' }).click();
        assert.deepEqual(await total(page), all);
    });
    await test(`${how}: other forms only when they are asked for`, async () => {
        await page.goto('/occurrences?q=coordinates');
        const strict = await total(page);
        assert.equal(strict.occurrences, times(/\bcoordinates\b/gi));
        await page.getByLabel('Also other forms').check();
        await page.getByRole('button', { name: 'List' }).click();
        assert.ok((await total(page)).occurrences > strict.occurrences);
    });
    await test(`${how}: what is wrong is said at its field; the form keeps what was typed`, async () => {
        await page.goto('/occurrences?q=valid&sort=left&section=licensure');
        await page.locator('#q').fill('valid "driver');
        await page.getByRole('button', { name: 'List' }).click();
        assert.match(await page.locator('#problem').innerText(), /quotation mark.*character 7/is);
        assert.equal(await page.locator('#q').inputValue(), 'valid "driver');
        assert.equal(await page.locator('#q').getAttribute('aria-invalid'), 'true');
        assert.equal(await page.locator('#q').getAttribute('aria-describedby'), 'problem');
        assert.equal(await page.getByLabel('Order').inputValue(), 'left');
        assert.match(await page.locator('.chip').innerText(), /Licensure/);
        await page.locator('#q').fill('valid');
        await page.locator('#q').blur(); // suggestions may lie over the form
        await page.getByLabel('Exactly as typed').check();
        await page.getByLabel('Also other forms').check();
        await page.getByRole('button', { name: 'List' }).click();
        assert.equal(await page.locator('#q').getAttribute('aria-invalid'), null);
        assert.equal(await page.getByLabel('Exactly as typed').getAttribute('aria-invalid'), 'true');
        await page.getByLabel('Also other forms').uncheck();
        await page.getByRole('button', { name: 'List' }).click();
        assert.equal(await page.locator('#problem').count(), 0);
        assert.ok((await total(page)).occurrences > 0);
        for (const wrong of ['q=%22x', 'q=agency:nowhere', 'q=valid&agency=nowhere', 'q=valid&sort=size'])
            assert.equal((await page.goto(`/occurrences?${wrong}`)).status(), 400, wrong);
        assert.equal((await page.goto('/occurrences')).status(), 200);
        assert.equal(await page.locator('#problem, .answer').count(), 0);
    });
    await test(`${how}: the files have every row, the evidence pack says so itself`, async () => {
        await page.goto('/occurrences?q=valid&per_page=10');
        const said = await total(page);
        const lines = (await download(page, 'Evidence pack')).toString().trimEnd().split('\n').map((l) => JSON.parse(l));
        assert.equal(lines.length, said.occurrences + 2);
        assert.deepEqual([lines[0].total.occurrences, lines[lines.length - 1].complete], [said.occurrences, true]);
        const csv = (await download(page, 'CSV')).toString();
        assert.ok(csv.split('\r\n').length > said.occurrences);
        assert.equal((await download(page, 'Excel')).subarray(0, 2).toString(), 'PK');
    });
    await page.context().close();
}

/* Absence */

const states_of = (page) => page.locator('.states tbody tr').evaluateAll((rows) => rows.map((row) => (
    [row.querySelector('th').firstChild.textContent.trim(), Number(row.cells[2].innerText.replace(/,/g, ''))])));

async function every_absent(page) {
    const found = [];
    for (;;) {
        await page.waitForLoadState();
        found.push(...await page.locator('.absent tbody tr:not(.of)').evaluateAll((rows) => rows.map((row) => ({
            state: row.closest('tbody').querySelector('.of').innerText,
            url: row.cells[0].querySelector('a')?.getAttribute('href'),
            section: row.cells[2].querySelector('a')?.getAttribute('href'), says: row.cells[3].innerText,
        }))));
        const next = page.locator('.pages a[rel=next]');
        if (await next.count() === 0)
            return found;
        await next.click();
    }
}

// The documents, and a file that is none.
function index_with_unreadable() {
    const folder = path.join(work, 'unreadable');
    fs.mkdirSync(folder);
    for (const file of text_files.slice(0, 3))
        fs.copyFileSync(file, path.join(folder, path.basename(file)));
    fs.writeFileSync(path.join(folder, 'spoilt.pdf'), '%PDF-1.7\nspoilt');
    return index_of_some('unreadable-index', folder);
}

async function absence(base, on) {
    const page = await open(base, { javaScriptEnabled: on, acceptDownloads: true });
    const how = on ? 'JavaScript on' : 'JavaScript off';

    await test(`${how}: absence: five numbers that add up, each as many classes as it lists`, async () => {
        await page.goto('/occurrences?q=CJIS');
        const classes = (await total(page)).classes;
        await page.getByRole('link', { name: 'Absence', exact: true }).click();
        assert.deepEqual((await states_of(page)).map(([, count]) => count),
                         [classes, 0, corpus_files().length - classes, 0, 0]);
        await page.getByLabel('In sections on').selectOption('Licensure & certification');
        await page.getByRole('button', { name: 'Count' }).click();
        const states = await states_of(page), rows = await every_absent(page);
        assert.deepEqual(states.map(([label]) => label),
                         ['Present', 'Stated as none', 'Silent', 'Section absent', 'Not readable']);
        assert.equal(states.reduce((sum, [, count]) => sum + count, 0), corpus_files().length);
        assert.equal(rows.length, corpus_files().length);
        assert.equal(new Set(rows.map((row) => row.url)).size, rows.length);
        for (const [label, count] of states)
            assert.equal(rows.filter((row) => row.state === label).length, count, label);
        assert.ok(states[1][1] > 0 && states[2][1] > 0);
        for (const row of rows.filter((r) => r.state === 'Stated as none'))
            assert.match(row.says, /^(- )?(none|no |not )/i);
        await page.goto(rows.find((row) => row.state === 'Present').section);
        assert.match(await page.locator('section:target').innerText(), /CJIS/);
        await page.goto(rows.find((row) => row.state === 'Silent').section);
        assert.doesNotMatch(await page.locator('section:target').innerText(), /CJIS/);
    });
    await test(`${how}: absence: one state, and its file; all of them again`, async () => {
        await page.goto('/absence?q=CJIS&section=licensure');
        const states = await states_of(page);
        await page.locator('.states').getByRole('link', { name: 'Silent' }).click();
        assert.deepEqual(await states_of(page), states);
        const rows = await every_absent(page);
        assert.equal(rows.length, states[2][1]);
        assert.ok(rows.every((row) => row.state === 'Silent'));
        const lines = (await download(page, 'Evidence')).toString().trimEnd().split('\n');
        assert.equal(lines.length, rows.length + 2);
        await page.getByRole('link', { name: 'All, list every state' }).click();
        assert.equal((await every_absent(page)).length, corpus_files().length);
    });
    await test(`${how}: absence: what is wrong is said, and the form keeps what was typed`, async () => {
        assert.equal((await page.goto('/absence?q=%22x&section=licensure')).status(), 400);
        assert.equal(await page.locator('#q').inputValue(), '"x');
        assert.equal(await page.locator('#q').getAttribute('aria-invalid'), 'true');
        assert.equal(await page.getByLabel('In sections on').inputValue(), 'licensure');
        assert.equal((await page.goto('/absence?section=licensure')).status(), 200);
        assert.equal(await page.locator('#problem, .answer').count(), 0);
    });
    await page.context().close();
}

async function unreadable(base) {
    const page = await open(base);

    await test('absence: a file that could not be read counts, and is named with the reason', async () => {
        await page.goto('/absence?q=zzyzx');
        assert.deepEqual((await states_of(page)).map(([, count]) => count), [0, 0, 3, 0, 1]);
        assert.match(await page.locator('#total').innerText(), /^3 classes, and 1 file that could not be read$/);
        const row = page.locator('.absent tbody').last().locator('tr').last();
        assert.match(await row.innerText(), /spoilt\.pdf/);
        assert.ok((await row.locator('td').last().innerText()).length > 5);
        await fits(page, [320, 640]);
    });
    await page.context().close();
}

/* The matrix */

async function matrix(base, on) {
    const page = await open(base, { javaScriptEnabled: on, acceptDownloads: true });
    const how = on ? 'JavaScript on' : 'JavaScript off';
    const folders = [...new Set(corpus_files().map((file) => path.basename(path.dirname(file))))].sort();
    const table = () => page.locator('.matrix tbody tr').evaluateAll((rows) => rows.map((row) => (
        [row.cells[0].innerText, ...[...row.cells].slice(1).map((cell) => Number(cell.innerText))])));

    await test(`${how}: matrix: typed queries by agency, as many classes as a search of the files finds`, async () => {
        await page.goto('/matrix');
        await page.getByLabel('Query 1').fill('CJIS');
        await page.getByLabel('Query 1').blur();
        await page.getByLabel('Query 3').fill('"matrix manages"');
        await page.getByRole('button', { name: 'Show' }).click();
        const counts = (pattern, folder) => text_files.filter(
            (file) => path.basename(path.dirname(file)) === folder && times(pattern, [file]) > 0).length;
        assert.deepEqual(await table(), folders.map((folder) => (
            [folder, corpus_files().filter((file) => path.basename(path.dirname(file)) === folder).length,
             counts(/\bCJIS\b/i, folder), counts(/\bmatrix\s+manages\b/i, folder)])));
        assert.deepEqual(await page.locator('.matrix thead .label').allInnerTexts(), ['CJIS', '"matrix manages"']);
        assert.equal(await page.getByLabel('Query 2').inputValue(), '"matrix manages"');
        assert.equal(await page.getByLabel('Query 4').inputValue(), '');
    });
    await test(`${how}: matrix: a number leads to what it counts; none and all look different`, async () => {
        for (const [by, count, shown] of [['agency', 'classes', '.absent tbody tr:not(.of)'],
                                          ['section', 'occurrences', '.kwic tr:not(.of):has(td)']]) {
            await page.goto(`/matrix?q=CJIS&q=supervision&by=${by}&count=${count}`);
            const link = page.locator('.matrix tbody td a').first(), said = number(await link.innerText());
            await link.click();
            assert.equal(await page.locator(shown).count(), said);
        }
        // Sections of another kind, too, are listed by no page: their number leads nowhere.
        await page.goto('/matrix?q=degree&by=section&section=education&count=occurrences');
        assert.ok(await page.locator('.matrix tbody tr').count() > 1);
        assert.deepEqual(await page.locator('.matrix tbody tr:has(td a) th').allInnerTexts(), ['Education']);
        await page.goto('/matrix?q=CJIS&q=supervision');
        const rows = await table(), at = rows.findIndex((row) => row[1] === row[3] && row[2] < row[1]);
        const cells = page.locator('.matrix tbody tr').nth(at).locator('td.cell');
        const colour = (cell) => cell.evaluate((e) => getComputedStyle(e).backgroundColor);
        assert.match(await cells.nth(1).getAttribute('class'), /h5/);
        assert.notEqual(await colour(cells.nth(0)), await colour(cells.nth(1)));
    });
    await test(`${how}: matrix: classes page by page; files; a wrong query is said to be wrong`, async () => {
        await page.goto('/matrix?q=CJIS&by=class&per_page=20');
        assert.equal((await table()).length, 20);
        await page.locator('.pages a[rel=next]').click();
        assert.equal((await table()).length, 20);
        const csv = (await download(page, 'CSV')).toString();
        assert.equal(csv.trimEnd().split('\r\n').length, corpus_files().length + 1);
        assert.equal((await page.goto('/matrix?q=CJIS&q=%22x&by=section')).status(), 400);
        assert.match(await page.locator('#problem').innerText(), /quotation mark/i);
        assert.equal(await page.locator('#problem code').textContent(), '"x');
        assert.equal(await page.getByLabel('Query 2').inputValue(), '"x');
        assert.equal(await page.getByLabel('Query 2').getAttribute('aria-invalid'), 'true');
        assert.equal(await page.getByLabel('Query 1').getAttribute('aria-invalid'), null);
        assert.equal(await page.getByLabel('A row for each').inputValue(), 'section');
    });
    await page.context().close();
}

/* Variants */

const words_of = (text) => new Set(text.toLowerCase().match(/[\p{L}\d]+/gu) || []);
const clusters_of = (page) => page.locator('.cluster').evaluateAll((clusters) => clusters.map((cluster) => ({
    counts: cluster.querySelector('h3').textContent,
    variants: [...cluster.querySelectorAll('ol > li')].map((item) => ({
        text: item.querySelector('.clause').textContent,
        marked: [...item.querySelectorAll('.clause mark')].map((e) => e.textContent).join(' '),
        without: [...item.querySelectorAll('.without del')].map((e) => e.textContent).join(' '),
        urls: [...item.querySelectorAll('.holders a')].map((a) => a.getAttribute('href')),
        agencies: item.querySelectorAll('.holders .agency').length,
    })),
})));

async function variants(base, on) {
    const page = await open(base, { javaScriptEnabled: on, acceptDownloads: true });
    const how = on ? 'JavaScript on' : 'JavaScript off';

    await test(`${how}: variants: marked is what differs from the first, in clauses that are alike`, async () => {
        await page.goto('/variants');
        assert.equal(await page.locator('.answer').count(), 0);
        await page.locator('#q').fill('employee');
        await page.locator('#q').press('Enter');
        await page.waitForURL(/q=employee/);
        const clusters = await clusters_of(page);
        assert.ok(clusters.length > 1);
        for (const { counts, variants: [first, ...others] } of clusters) {
            assert.equal(first.marked + first.without, '');
            assert.match(counts, new RegExp(`${others.length + 1} variants in \\d+ classes`));
            const known = words_of(first.text);
            for (const other of others) {
                const own = words_of(other.text), both = [...own].filter((word) => known.has(word)).length;
                assert.ok(own.has('employee') || own.has('employees'));
                assert.ok(others.length > 1 || both / (own.size + known.size - both) >= 0.8, other.text);
                const marked = words_of(other.marked), without = words_of(other.without);
                assert.ok([...own].every((word) => known.has(word) || marked.has(word)), other.text);
                assert.ok([...known].every((word) => own.has(word) || without.has(word)), other.text);
                assert.ok([...marked].every((word) => own.has(word)), other.marked);
                assert.ok([...without].every((word) => known.has(word)), other.without);
            }
        }
        for (const variant of clusters[0].variants) {
            assert.equal(variant.urls.length, variant.agencies);
            await page.goto(variant.urls[0]);
            const line = words_of(await page.locator(':target').innerText());
            for (const word of [...words_of(variant.text)].slice(0, 4))
                assert.ok(line.has(word), word);
        }
    });
    await test(`${how}: variants: all clauses; fewer words in common find more; files; refusals`, async () => {
        const said = async () => number(/^[\d,]+/.exec(await page.locator('#total').innerText())[0]);
        await page.goto('/variants');
        await page.getByRole('link', { name: 'all clauses' }).click();
        const usual = await said();
        await page.getByLabel('Words in common').selectOption('60 %');
        await page.getByRole('button', { name: 'Show' }).click();
        assert.ok(await said() > usual);
        const lines = (await download(page, 'JSON lines')).toString().trimEnd().split('\n').map((l) => JSON.parse(l));
        assert.equal(lines[lines.length - 1].rows, lines.length - 2);
        await page.goto('/variants?q=zzyzx');
        assert.equal(await page.locator('#total').innerText(), 'No variants');
        assert.match(await page.locator('.notice').innerText(), /No two clauses with these words/);
        for (const wrong of ['q=%22x', 'q=a&likeness=2', 'agency=nowhere'])
            assert.equal((await page.goto(`/variants?${wrong}`)).status(), 400, wrong);
    });
    await page.context().close();
}

async function by_keyboard(base) {
    const page = await open(base, { javaScriptEnabled: true });

    await test('keyboard only: from the menu to an occurrence', async () => {
        const tab_to = async (wanted) => {
            for (let i = 0; i < 80; i++) {
                await page.keyboard.press('Tab');
                if (await page.evaluate(wanted))
                    return;
            }
            throw new Error(`not reached: ${wanted}`);
        };
        await page.goto('/');
        await tab_to('document.activeElement.textContent === "Evidence"');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/occurrences/);
        await tab_to('document.activeElement.id === "q"');
        await page.keyboard.type('"matrix manages"');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Enter');
        await page.waitForURL(/q=%22matrix/);
        await tab_to('document.activeElement.closest(".where") !== null');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/class\/.*#L\d+$/);
        assert.match(await page.locator('p:target').innerText(), /matrix manages/i);
    });
    await page.context().close();
}

async function printing(base) {
    const page = await open(base);

    await test('on paper: what was asked in words, and the answer, with nothing folded', async () => {
        await page.emulateMedia({ media: 'print' });
        for (const [address, there] of [['/occurrences?q=CJIS', '.kwic'], ['/matrix?q=CJIS', '.matrix'],
                                        ['/absence?q=CJIS', '.absent'], ['/variants?q=employee', '.clause']]) {
            await page.goto(address);
            for (const gone of ['.bar', '.question', '.switch', '.exports', '.foot'])
                assert.equal(await page.locator(gone).first().isVisible(), false, gone);
            assert.ok(await page.locator(there).first().isVisible(), there);
            assert.match(await page.locator('.answer').innerText(), /Wanted: /);
        }
        const folded = page.locator('.folded:not([open]) .holders a').first();
        assert.ok((await folded.boundingBox()).height > 10);
    });
    await page.context().close();
}

async function enlarged(base) {
    for (const [how, options] of [['320 px wide', { viewport: { width: 320, height: 700 } }],
                                  ['enlarged to 200 %', { viewport: { width: 640, height: 450 },
                                                          deviceScaleFactor: 2 }]]) {
        const page = await open(base, options);
        await test(`${how}: occurrences are lines of text, still a table, without scrolling sideways`, async () => {
            await page.goto('/occurrences?q=CJIS');
            await fits(page, [options.viewport.width]);
            await page.getByRole('link', { name: 'Go to the list' }).click();
            const rows = await page.locator('.kwic tr:not(.of):has(td)').all();
            assert.equal(rows.length, (await total(page)).occurrences);
            assert.equal(await rows[0].getByRole('cell').count(), 3);
            assert.match((await rows[0].innerText()).replace(/\s+/g, ' '), /CJIS.* line \d+/);
            await rows[0].getByRole('link').click();
            await fits(page, [options.viewport.width]);
            assert.match(await page.locator(':target').innerText(), /CJIS/);
        });
        await page.context().close();
    }
}

async function main() {
    await start();
    const base = await serve(index('index', corpus));
    await Promise.all([
        (async () => {
            await occurrences(base, false);
            await absence(base, false);
            await matrix(base, false);
            await variants(base, false);
            await unreadable(await serve(index_with_unreadable()));
        })(),
        (async () => {
            await occurrences(base, true);
            await absence(base, true);
            await matrix(base, true);
            await variants(base, true);
            await by_keyboard(base);
            await printing(base);
            await enlarged(base);
        })(),
    ]);
    await finish();
}

main().catch(bail);
