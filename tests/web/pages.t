#!/usr/bin/env node
// The pages in a real Chromium: searching, filtering, paging and reading, with JavaScript off and by
// keyboard alone; accessibility (axe, light and dark); 320 px to wide; escaping. TAP on standard
// output. What is expected comes from the documents, or from walking every page of a result, not
// from the number that is checked.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { check_types } = require('./types.js');
const { axe, bail, check_hits, corpus, corpus_files, counts, every_hit, finish, fits, index, number, open,
        search, serve, start, summary, test, tidy, top, work } = require('./support.js');

/* Searching */

async function searching(base, on) {
    const page = await open(base, { javaScriptEnabled: on });
    const how = on ? 'JavaScript on' : 'JavaScript off';

    await test(`${how}: the start page says what the index holds`, async () => {
        await page.goto('/');
        const text = await page.locator('.browse-head').innerText();
        assert.equal(number(/([\d,]+) classes/.exec(text)[1]), corpus_files().length);
        assert.match(await page.locator('time').getAttribute('datetime'), /^\d{4}-\d\d-\d\dT/);
    });
    await test(`${how}: a search finds the classes that grep finds, and shows as many as it says`, async () => {
        const files = corpus_files().filter((f) => /\bCJIS\b/i.test(fs.readFileSync(f, 'utf8')));
        assert.ok(files.length > 5);
        await page.goto('/');
        await search(page, 'CJIS');
        const said = await summary(page);
        assert.equal(said.classes, files.length);
        await page.getByRole('link', { name: 'Sections', exact: true }).click();
        assert.deepEqual(await summary(page), said);
        assert.ok(said.sections > 10, 'more than a page, so that there is something to page through');
        check_hits(await every_hit(page), said);
    });
    await test(`${how}: a hit opens its section, with the word highlighted; back comes back`, async () => {
        await page.goto('/search?group=section&q=%22matrix+manages%22');
        const address = page.url(), link = page.locator('.hit a').first();
        const heading = await link.locator('.hit-heading').innerText();
        await link.click();
        const section = page.locator('section:target');
        assert.equal(await section.count(), 1);
        assert.equal(await section.getAttribute('id'), new URL(page.url()).hash.slice(1));
        assert.equal(await section.locator('h2, h3').innerText(), heading);
        const marked = (await section.locator('mark').allInnerTexts()).join(' ').toLowerCase();
        assert.match(marked, /matrix manages/);
        assert.ok(await section.locator('mark').first().isVisible());
        await page.goBack();
        assert.equal(page.url(), address);
        assert.ok(await page.locator('.hit').count() > 0);
    });
    await page.context().close();
}

async function reading(base) {
    const page = await open(base);

    await test('a specification shows its text line by line, as the source has it', async () => {
        await page.goto('/search?group=section&q=CJIS+agency:alder-county');
        await page.locator('.hit a').first().click();
        const source = path.join(top, await page.locator('.source dd').first().innerText());
        const lines = fs.readFileSync(source, 'utf8').split('\n');
        const shown = await page.locator('.text p').evaluateAll((items) => items.map((item) => ({
            number: item.firstChild.textContent,
            text: [...item.childNodes].slice(1).map((node) => node.textContent).join(''),
        })));
        assert.ok(shown.length > 20);
        for (const line of shown)
            assert.ok(lines[line.number - 1].includes(line.text), `line ${line.number}: ${line.text}`);
        for (const row of await page.locator('.fields tbody tr').all()) {
            const line = await row.locator('td').last().innerText();
            const value = (await row.locator('td').first().evaluate((e) => e.firstChild.textContent)).trim();
            assert.ok(lines[line - 1].includes(value), `${value} in line ${line}`);
        }
    });
    await test('a bachelor\'s degree: the classes that ask for one, and where they say so', async () => {
        await page.goto('/');
        const link = page.locator('.facet-education a', { hasText: "Bachelor's degree" });
        const promised = counts(await link.textContent());
        await link.click();
        assert.deepEqual(await summary(page), promised);
        assert.match(await page.locator('.chip').innerText(), /Education: Bachelor's degree/);
        await page.getByRole('link', { name: 'Sections', exact: true }).click();
        const addresses = await page.locator('.hit a').evaluateAll((a) => a.map((e) => e.getAttribute('href')));
        for (const address of addresses.slice(0, 3)) {
            await page.goto(address);
            const row = page.locator('.requires tr').filter({ hasText: "Bachelor's degree" }).first();
            assert.match(await row.innerText(), /Required|By position|Unclassified/);
            assert.match(await row.locator('q').innerText(), /bachelor|degree|college/i);
        }
    });
    await test('each requirement stands in the line and the section that it is said to be in', async () => {
        await page.goto('/search?group=section&education=bachelor&modality=required');
        await page.locator('.hit a').first().click();
        const source = path.join(top, await page.locator('.source dd').first().innerText());
        const lines = fs.readFileSync(source, 'utf8').split('\n');
        const rows = await page.locator('.requires tbody tr').all();
        assert.ok(rows.length > 0);
        for (const row of rows) {
            const line = /, line (\d+)$/.exec(await row.locator('.at').innerText())[1];
            const words = (await row.locator('b').innerText()).split(' ');
            assert.ok(lines[line - 1].includes(words[0]), `${words} in line ${line}`);
            const [heading, place] = await row.locator('.at a').all();
            const section = page.locator(await heading.getAttribute('href'));
            assert.equal(await section.locator('h2, h3').innerText(), await heading.innerText());
            assert.equal(await place.getAttribute('href'), `#L${line}`);
            assert.ok((await section.locator('.no').allTextContents()).includes(line), `line ${line}`);
        }
    });
    await test('the line of a field and of a requirement is shown when it is followed, and has the value', async () => {
        const address = page.url().split('#')[0];
        for (const row of [...await page.locator('.fields tbody tr').all(), page.locator('.requires tbody tr').last()]) {
            const link = row.locator('a[href^="#L"]');
            if (await link.count() === 0)
                continue;
            const number = /\d+$/.exec(await link.innerText())[0];
            await link.click();
            assert.equal(page.url(), `${address}#L${number}`);
            const line = page.locator('p:target');
            assert.equal(await line.locator('.no').textContent(), number);
            assert.ok(await line.evaluate((e) => {
                const box = e.getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
            }), 'seen and set apart');
        }
        assert.match(page.url(), /#L\d+$/);
    });
    await test('the outline leads to every section and counts what is highlighted', async () => {
        const links = await page.locator('.outline ol a').all();
        assert.equal(links.length, await page.locator('section.part').count());
        for (const link of links) {
            const section = page.locator(await link.getAttribute('href'));
            assert.equal(await section.count(), 1);
            const found = link.locator('.n');
            const said = await found.count() ? number(await found.innerText()) : 0;
            assert.equal(said > 0, await section.locator('mark').count() > 0);
        }
    });
    await test('on paper there is the specification and no navigation', async () => {
        await page.emulateMedia({ media: 'print' });
        for (const gone of ['.bar', '.outline', '.skips', '.foot'])
            assert.equal(await page.locator(gone).isVisible(), false, gone);
        for (const there of ['h1', '.fields', '.source dl'])
            assert.equal(await page.locator(there).first().isVisible(), true, there);
    });
    await page.context().close();
}

/* Filters, pages */

// Each facet, and a word whose sections have several values of it.
const FACETS = { section: 'license', education: 'degree', experience: 'years', modality: 'license',
                 agency: 'license', flsa: 'license', grade: 'license' };
const FILTER = new RegExp(`&(${Object.keys(FACETS).join('|')})=`);

async function filtering(base) {
    const page = await open(base);

    for (const [facet, word] of Object.entries(FACETS)) {
        await test(`filter by ${facet}: each link's count is the number of hits then shown`, async () => {
            await page.goto(`/search?group=section&q=${word}&per_page=50`);
            const result = page.url(), values = await page.locator(`.facet-${facet} li a`).count();
            assert.ok(values > 1, 'values');
            for (const at of [0, values - 1]) {
                if (page.url() !== result)
                    await page.goto(result);
                const link = page.locator(`.facet-${facet} li a`).nth(at);
                if (!await link.isVisible())
                    await page.locator(`.facet-${facet} summary`).click();
                const promised = counts(await link.textContent());
                const label = await link.locator('.label').innerText();
                await link.click();
                assert.deepEqual(await summary(page), promised, label);
                const chip = await page.locator('.chip').innerText();
                assert.ok(chip.includes(label), chip);
                const selected = page.locator(`.facet-${facet} a[aria-current=true]`);
                assert.equal(await selected.locator('.label').innerText(), label);
                assert.equal(await selected.locator('.box').innerText(), '\u2713');
                const hits = await every_hit(page);
                check_hits(hits, promised);
                if (facet === 'section')
                    assert.ok(hits.every((hit) => hit.kinds.includes(label)));
                if (facet === 'agency')
                    assert.ok(hits.every((hit) => hit.agency === label));
            }
        });
    }
    await test('the start page\'s links count what they lead to', async () => {
        for (const facet of Object.keys(FACETS)) {
            await page.goto('/');
            const link = page.locator(`.facet-${facet} li a`).nth(1);
            const promised = counts(await link.textContent());
            await link.click();
            assert.deepEqual(await summary(page), promised, facet);
        }
    });
    await test('chips and links take filters away again, one or all; the form keeps them', async () => {
        await page.goto('/search?group=section&q=license');
        const all = await summary(page);
        await page.locator('.facet-agency li a').first().click();
        const one = await summary(page);
        await page.locator('.facet-flsa li a').first().click();
        assert.equal(await page.locator('.chip').count(), 2);
        const two = await summary(page);
        await search(page, 'driver');
        assert.equal(await page.locator('.chip').count(), 2);
        await search(page, 'license');
        assert.deepEqual(await summary(page), two);
        await page.locator('.chip', { hasText: 'FLSA' }).click();
        assert.deepEqual(await summary(page), one);
        await page.locator('.facet-agency a[aria-current]').click();
        assert.equal(await page.locator('.chip').count(), 0);
        assert.deepEqual(await summary(page), all);
        await page.locator('.facet-section li a').first().click();
        await page.locator('.facet-agency li a').nth(1).click();
        await page.getByRole('link', { name: 'Remove all' }).click();
        assert.deepEqual(await summary(page), all);
        assert.equal(await page.getByLabel('Search class').inputValue(), 'license');
    });
    await page.context().close();
}

async function paging(base) {
    const page = await open(base);
    const shown = () => page.locator('.hit a').evaluateAll((a) => a.map((link) => link.href));

    await test('pages lead forth and back, and say which one is shown', async () => {
        await page.goto('/search?group=section&q=license');
        const first = await shown(), titles = new Set([await page.title()]);
        assert.equal(first.length, 10);
        assert.match(await page.locator('.summary').innerText(), /Sections 1 to 10/);
        await page.locator('.pages a', { hasText: /^Page 2$/ }).click();
        const second = await shown();
        titles.add(await page.title());
        assert.equal(first.filter((url) => second.includes(url)).length, 0);
        assert.match(await page.locator('.summary').innerText(), /Sections 11 to 20/);
        assert.equal(await page.locator('.pages [aria-current=page]').textContent(), 'Page 2');
        await page.locator('.pages a[rel=prev]').click();
        assert.deepEqual(await shown(), first);
        assert.equal(titles.size, 2, 'each page has a title of its own');
    });
    await test('a page past the end says so and leads back; no link leads past the end', async () => {
        await page.goto('/search?group=section&q=license&page=9999');
        assert.equal(await page.locator('.hit').count(), 0);
        assert.match(await page.locator('div.notice').innerText(), /past the last one/);
        const last = Math.ceil((await summary(page)).sections / 10);
        const numbers = (await page.locator('.pages a').allTextContents()).map((t) => Number(t.slice(5)));
        assert.equal(Math.max(...numbers), last);
        await page.getByRole('link', { name: 'Go to the first page' }).click();
        assert.equal(await page.locator('.hit').count(), 10);
    });
    await test('some of the words: said plainly', async () => {
        await page.goto('/search?group=section&q=license+zzyzx');
        assert.match(await page.locator('.notice').innerText(), /No section has all of these words/);
        const said = await summary(page);
        await page.goto('/search?group=section&q=license');
        assert.equal(await page.locator('.notice').count(), 0);
        assert.deepEqual(await summary(page), said);
    });
    await test('nothing found: advice, and a way out of the filters', async () => {
        await page.goto('/search?group=section&q=zzyzx&section=duties');
        assert.equal(await page.locator('h1').innerText(), 'No section matches');
        assert.match(await page.locator('.advice').innerText(), /spelling/);
        assert.equal(await page.locator('.chip').count(), 1);
        await page.getByRole('link', { name: 'Search without filters' }).click();
        assert.equal(await page.locator('.chip').count(), 0);
        assert.equal(await page.locator('.pages, .hits, .filters').count(), 0);
    });
    await page.context().close();
}

/* The keyboard */

// What has the focus, and whether that can be seen.
const focused = (page) => page.evaluate(() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        text: e.textContent.trim(),
        where: e.closest('[class]') ? e.closest('[class]').className : '',
        name: e.getAttribute('name'),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 &&
            box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    };
});

// Presses Tab until the focus is where `wanted` says; every stop on the way must be visible.
async function tab_to(page, wanted, most = 60) {
    for (let i = 0; i < most; i++) {
        await page.keyboard.press('Tab');
        const at = await focused(page);
        assert.ok(at.seen, `focus cannot be seen on "${at.text}" (${at.where})`);
        if (wanted(at))
            return at;
    }
    throw new Error(`not reached in ${most} steps of Tab`);
}

// Presses Enter on a link and waits for where it leads.
async function enter(page, pattern) {
    await page.keyboard.press('Enter');
    await page.waitForURL(pattern);
    await page.waitForLoadState();
}

async function keyboard(base, on) {
    const page = await open(base, { javaScriptEnabled: on });

    await test(`keyboard only, JavaScript ${on ? 'on' : 'off'}: skip, search, filter, open, back`, async () => {
        await page.goto('/');
        assert.match((await tab_to(page, () => true)).text, /^Skip to main/);
        await enter(page, /#main$/);
        await tab_to(page, (at) => at.name === 'q', 1);
        await page.keyboard.type('licensure:license');
        await enter(page, /\/search\?q=licensure/);
        const all = await summary(page);

        await tab_to(page, (at) => /^Skip to filters/.test(at.text), 2);
        await enter(page, /#filters$/);
        await tab_to(page, () => true, 1);
        await tab_to(page, (at) => /\bsections? in\b/.test(at.text) && !/selected/.test(at.text), 25);
        const promised = counts((await focused(page)).text);
        await enter(page, FILTER);
        assert.deepEqual(await summary(page), promised);

        await tab_to(page, (at) => at.where === 'chip', 20);
        await enter(page, (url) => !FILTER.test(url));
        assert.deepEqual(await summary(page), all);

        await tab_to(page, (at) => /^Skip to main/.test(at.text), 1);
        await enter(page, /#main$/);
        await tab_to(page, (at) => at.where === 'match', 12);
        const results = page.url();
        await enter(page, /\/class\/.*#s\d+$/);
        assert.ok(await page.locator('section:target mark').count() > 0);
        await page.goBack();
        assert.equal(page.url(), results);

        await tab_to(page, (at) => at.text.startsWith('Next'), 60);
        await enter(page, /page=2/);
        await tab_to(page, (at) => /^Where the matches are/.test(at.text), 80);
        await page.keyboard.press('Enter');
        await page.locator('.chart').first().waitFor({ state: 'visible' });
    });
    await page.context().close();
}

/* Every type of page */

// IT Project Managers of two agencies: their specifications have a series, and much in common.
const CLASSES = ['meridia-state/863', 'meridia-state/865', 'port-ferris/pf2042'];
const compared = (count) => '/compare?' + CLASSES.slice(0, count).map((id) => `id=${id}`).join('&');

async function page_types(base) {
    const page = await open(base);
    await page.goto('/search?q=license');
    const specification = await page.locator('.match a').first().getAttribute('href');
    await page.context().close();
    return {
        'start page': '/',
        'all sections': '/search',
        'results': '/search?q=license&page=2',
        'results with filters': '/search?q=license&section=licensure&section=duties&agency=port-ferris',
        'results for some of the words': '/search?q=license+zzyzx',
        'results by requirement': '/search?education=bachelor&education=-&experience=-&modality=required',
        'no results': '/search?q=zzyzx&flsa=exempt',
        'past the end': '/search?q=license&page=9999',
        'results as sections': '/search?q=license&group=section&sort=-revised',
        'corrected': '/search?q=licnse',
        'two classes': compared(2),
        'three classes': compared(3),
        'too few classes': compared(1),
        'help': '/help',
        'browse': '/browse',
        'classes, A to Z': '/browse/classes',
        'classes of a letter and an agency': '/browse/classes?letter=i&agency=meridia-state',
        'series, A to Z': '/browse/series',
        'files read with a note': '/browse/skipped?state=noted',
        'a list past its end': '/browse/skipped?page=9',
        'specification': specification.split('?')[0],
        'section of a specification': specification,
        'wrong query': '/search?q=' + encodeURIComponent('licensure:"driver license'),
        'no such page': '/nowhere',
        'series': '/class/meridia-state/865',
        'no such class': '/class/nowhere/1',
    };
}

async function refusals(base) {
    const page = await open(base);

    await test('unbalanced quotes: status 400, the message, the position, the query to mend', async () => {
        const query = '  license "driver', response =
            await page.goto('/search?group=section&q=' + encodeURIComponent(query));
        assert.equal(response.status(), 400);
        const text = await page.locator('.problem').innerText();
        assert.match(text, /quotation mark/i);
        assert.match(text, new RegExp(`character ${query.indexOf('"') + 1}\\b`));
        assert.equal(await page.locator('.problem code').textContent(), query);
        const input = page.getByLabel('Search class specifications');
        assert.equal(await input.inputValue(), query);
        assert.equal(await input.getAttribute('aria-invalid'), 'true');
        await input.press('End');
        await input.pressSequentially('"');
        await input.press('Enter');
        await page.waitForURL(/%22(&|$)/);
        assert.match(await page.locator('main h1').innerText(), /section/);
        assert.equal(await page.locator('.problem').count(), 0);
    });
    await test('a filter or an order that there is not: the form searches without it', async () => {
        for (const wrong of ['agency=nowhere', 'sort=size', 'page=0']) {
            assert.equal((await page.goto(`/search?q=license&${wrong}`)).status(), 400, wrong);
            assert.equal(await page.locator('h1').innerText(), 'This search cannot be run');
            await page.getByRole('button', { name: 'Search' }).click();
            assert.ok((await summary(page)).sections > 0, wrong);
        }
        assert.equal((await page.goto('/browse/classes?letter=zz')).status(), 400);
        assert.equal(await page.locator('h1').innerText(), 'This list cannot be shown');
    });
    await test('no such page, no such class: status 404, a page that leads on', async () => {
        for (const address of ['/nowhere', '/class/nowhere/1', '/static/none.css']) {
            const response = await page.goto(address);
            assert.equal(response.status(), 404, address);
            assert.match(response.headers()['content-type'], /^text\/html/, address);
            assert.ok(await page.locator('.search').isVisible());
            await page.getByRole('link', { name: 'Go to the start page' }).click();
            assert.equal(new URL(page.url()).pathname, '/');
        }
    });
    await page.context().close();
}

/* Hostile documents: the policy is off and JavaScript on, so that escaping alone protects. */

const EVIL = {
    agency: '<b>Agency & "Sons" {{title}}',
    file: '<i>evil\'.md',
    title: 'Chief <script>window.hit = 1</script> "Keeper" & \'Officer\' {{name}}',
    code: 'X9',
    flsa: 'Y <img src=x onerror="window.hit = 2">',
    grade: '12"><u>{{#a}}',
    headings: ['Duties </h2></section><script>window.hit=4</script>',
               'Licenses \u202E\u2066 <img src=x onerror=window.hit=5> {{{text}}}'],
    texts: ['Guards the zebra <script>window.hit = 6</script> & the <gnu> {{mustache}} {{>head}}',
            'A \u202Ereversed zebra " onmouseover="window.hit = 7', 'zebra ' + 'w'.repeat(10000)],
};

/* Markdown drops the tags that HTML knows, but not escaped ones. */
function hostile_index() {
    const folder = path.join(work, EVIL.agency);
    const text = `# Specimen\n\nClass Title: ${EVIL.title}\nClass Code: ${EVIL.code}\n` +
        `FLSA Status: ${EVIL.flsa}\nPay Grade: ${EVIL.grade}\n\n## ${EVIL.headings[0]}\n\n` +
        `${EVIL.texts[0]}\n\n${EVIL.texts[1]}\n\n## ${EVIL.headings[1]}\n\n${EVIL.texts[2]}\n`;
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, EVIL.file), text.replaceAll('<', '\\<'));
    return index('hostile-index', folder);
}

/* Two levels of a hostile series, which differ in a word. */
function hostile_pair() {
    const folder = path.join(work, 'pair', EVIL.agency);
    fs.mkdirSync(folder, { recursive: true });
    for (const level of ['I', 'II']) {
        const text = `# ${EVIL.title} ${level}\n\nClass Code: ${level}${EVIL.code}\n\n## ${EVIL.headings[0]}\n\n` +
            `${EVIL.texts[0]} of level ${level}.\n\n${EVIL.texts[1]}\n\n## ${EVIL.headings[1]}\n\n${EVIL.texts[2]}\n`;
        fs.writeFileSync(path.join(folder, `${level}.md`), text.replaceAll('<', '\\<'));
    }
    return index('hostile-pair', folder);
}

async function escaping_pair(base) {
    const page = await open(base, { javaScriptEnabled: true, bypassCSP: true });

    await test('hostile text shows literally in a comparison, its series and similar classes', async () => {
        await page.goto('/search?q=zebra');
        for (const box of await page.locator('.pick input').all())
            await box.check();
        await page.locator('.compare-bar button').click();
        const titles = ['I', 'II'].map((level) => `${EVIL.title} ${level}`);
        assert.deepEqual((await page.locator('.titles .label').allTextContents()).sort(), titles);
        assert.ok((await page.locator('.heads').allTextContents()).join(' ').includes(EVIL.headings[0]));
        assert.ok((await page.locator('.side').allTextContents()).join(' ').includes(EVIL.texts[0]));
        const shared = (await page.locator('.shared').allTextContents()).join(' ');
        assert.ok(shared.replace(/[^w]/g, '').length >= 2 * 10000, 'the long word, of both');
        const check = async () => {
            assert.equal(await page.evaluate(() => window.hit), undefined, 'something ran');
            assert.equal(await page.locator('script:not([src^="/static/"]), main img, main u').count(), 0);
            await fits(page, [320]);
            assert.deepEqual(await axe(page), []);
            assert.deepEqual(tidy(await (await page.request.get(page.url())).text()), []);
        };
        await check();
        await page.locator('.titles a').first().click();
        await page.locator('h1', { hasText: 'Keeper' }).waitFor();
        assert.deepEqual(await page.locator('.series ol .label').allTextContents(), titles);
        await check();
    });
    await page.context().close();
}

async function escaping(base) {
    const page = await open(base, { javaScriptEnabled: true, bypassCSP: true });
    const texts = (selector) => page.locator(selector).allTextContents();
    const harmless = async () => {
        await page.hover('main');
        assert.equal(await page.evaluate(() => window.hit), undefined, 'something ran');
        assert.equal(await page.locator('script:not([src^="/static/"]), main img, main u, .agency b, .label b').count(), 0);
    };

    await test('hostile text shows literally in results and facets, and nothing runs', async () => {
        await page.goto('/search?group=section&q=zebra');
        assert.deepEqual(await texts('.hit-title'), EVIL.headings.map(() => EVIL.title));
        assert.deepEqual((await texts('.hit-heading')).sort(), EVIL.headings);
        assert.deepEqual(await texts('.hit .code'), EVIL.headings.map(() => EVIL.code));
        assert.equal((await texts('.hit .agency'))[0], EVIL.agency);
        assert.ok((await texts('.place')).every((text) => text.includes(`${EVIL.agency}/${EVIL.file}`)));
        assert.ok((await texts('.snippet')).join(' ').includes(EVIL.texts[0].slice(0, 60)));
        assert.deepEqual(await texts('.facet-grade .label'), [EVIL.grade]);
        assert.ok((await texts('.facet-flsa .label'))[0].startsWith(EVIL.flsa));
        await harmless();
    });
    await test('hostile values filter and unfilter', async () => {
        for (const facet of ['agency', 'flsa', 'grade']) {
            await page.goto('/search?group=section&q=zebra');
            await page.locator(`.facet-${facet} li a`).click();
            assert.equal((await summary(page)).sections, 2, facet);
            assert.equal(await page.locator('.chip').count(), 1);
            await search(page, 'gnu');
            assert.equal((await summary(page)).sections, 1, facet);
            await page.locator('.chip').click();
            assert.equal(await page.locator('.chip').count(), 0);
            await harmless();
        }
    });
    await test('hostile text shows literally in the specification, and nothing runs', async () => {
        await page.goto('/search?group=section&q=zebra');
        await page.locator('.hit a').first().click();
        assert.deepEqual(await texts('h1'), [EVIL.title]);
        assert.equal(await page.title(), `${EVIL.title} - Specsearch`);
        assert.deepEqual((await texts('.part h2, .part h3')).slice(-2), EVIL.headings);
        assert.deepEqual((await texts('.outline .label')).slice(-2), EVIL.headings);
        const lines = (await texts('.text p')).map((line) => line.replace(/^\d+/, ''));
        for (const text of EVIL.texts)
            assert.ok(lines.includes(text), text.slice(0, 80));
        const fields = await texts('.fields td:nth-child(2)');
        for (const value of [EVIL.title, EVIL.code, EVIL.flsa, EVIL.grade])
            assert.ok(fields.includes(value), value);
        await harmless();
    });
    await test('what turns the direction of writing ends where its text ends', async () => {
        for (const selector of ['h1', '.outline .label', '.fields td', '.kind'])
            assert.equal(await page.locator(selector).first().evaluate(
                (e) => getComputedStyle(e).unicodeBidi), 'isolate', selector);
    });
    await test('hostile text shows literally among occurrences and absences and in a matrix', async () => {
        await page.goto('/occurrences?q=zebra');
        assert.deepEqual(await texts('.kwic .of .label'), [EVIL.title]);
        assert.deepEqual([...new Set(await texts('.kwic .where .label'))].sort(), EVIL.headings);
        const rows = (await texts('.kwic tr')).join(' ');
        for (const part of ['Guards the', ' <script>window.hit = 6</script>', '" onmouseover="window.hit = 7'])
            assert.ok(rows.includes(part), part);
        await harmless();
        await page.goto('/absence?q=zebra');
        assert.deepEqual((await texts('.absent .label'))[0], EVIL.title);
        await harmless();
        await page.goto('/matrix?by=class&q=zebra&q=' + encodeURIComponent('"<b>zebra {{x}}"'));
        assert.deepEqual(await texts('.matrix .label'), ['zebra', '"<b>zebra {{x}}"', EVIL.title]);
        await harmless();
    });
    await test('a hostile query shows literally', async () => {
        for (const query of ['</title><script>window.hit=8</script>', '" autofocus onfocus="window.hit=9',
                             '{{title}} \'<img src=x onerror=window.hit=10>']) {
            await page.goto('/search?group=section&q=' + encodeURIComponent(query));
            assert.equal(await page.locator('#q').inputValue(), query);
            await harmless();
            await page.goto('/nowhere' + encodeURIComponent(query));
            await harmless();
        }
    });
    await test('hostile text fits 320 px and leaves axe nothing to find', async () => {
        await page.goto('/search?group=section&q=zebra');
        const specification = await page.locator('.hit a').first().getAttribute('href');
        for (const address of ['/', '/search?q=zebra', specification, '/search?q=' + 'x'.repeat(3000),
                               '/occurrences?q=zebra', '/occurrences?q=' + 'x'.repeat(3000), '/absence?q=zebra',
                               '/matrix?by=class&q=zebra', '/variants?q=zebra']) {
            await page.goto(address);
            await fits(page, [320]);
            assert.deepEqual(await axe(page), [], address.slice(0, 40));
        }
    });
    await page.context().close();
}

async function main() {
    await start();
    const base = await serve(index('index', corpus));
    const types = await page_types(base);
    await Promise.all([
        (async () => {
            await searching(base, false);
            await searching(base, true);
            await reading(base);
            await filtering(base);
            await paging(base);
            await keyboard(base, false);
            await keyboard(base, true);
        })(),
        (async () => {
            await refusals(base);
            await check_types(base, types);
            await escaping(await serve(hostile_index()));
            await escaping_pair(await serve(hostile_pair()));
        })(),
    ]);
    await finish();
}

main().catch(bail);
