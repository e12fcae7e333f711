#!/usr/bin/env node
// The pages that answer for all of the index: what is asked for is counted in the documents
// themselves, or in the file that the page offers. With JavaScript and without, by keyboard, at 320 px
// and enlarged to 200 %. TAP on standard output.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { bail, corpus, corpus_files, finish, fits, index, number, open, search, serve, start, test } =
    require('./support.js');

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
        await page.locator('#q').press('Escape'); // suggestions may lie over the form
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
        await tab_to('document.activeElement.textContent === "Occurrences"');
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

async function enlarged(base) {
    for (const [how, options] of [['320 px wide', { viewport: { width: 320, height: 700 } }],
                                  ['enlarged to 200 %', { viewport: { width: 640, height: 450 },
                                                          deviceScaleFactor: 2 }]]) {
        const page = await open(base, options);
        await test(`${how}: occurrences are lines of text, still a table, without scrolling sideways`, async () => {
            await page.goto('/occurrences?q=CJIS');
            await fits(page, [options.viewport.width]);
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
        occurrences(base, false),
        (async () => {
            await occurrences(base, true);
            await by_keyboard(base);
            await enlarged(base);
        })(),
    ]);
    await finish();
}

main().catch(bail);
