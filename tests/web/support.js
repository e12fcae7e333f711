// What the tests of the pages stand on: TAP, a daemon on a free port over an index in a temporary
// directory, a browser, and what a page of results says. BUILD names the directory of the programs.
'use strict';
const assert = require('node:assert/strict');
const { execFileSync, spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const top = path.resolve(__dirname, '../..');
const build = path.resolve(top, process.env.BUILD || 'build');
const corpus = path.join(top, 'corpus');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'specsearch-web.'));
const LIMIT_S = 300; // for everything: a test that hangs must fail
const children = [];
let count = 0, failures = 0, browser;

process.on('exit', () => {
    for (const child of children)
        child.kill();
    fs.rmSync(work, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => process.exit(1));
setTimeout(() => bail(`not done in ${LIMIT_S} s`), LIMIT_S * 1000).unref();

// Ends as a failed test: a "Bail out!" would end the tests of everything else too.
function bail(why) {
    console.log(`not ok ${++count} - runs to its end\n# ${String(why).split('\n')[0]}\n1..${count}`);
    process.exit(1);
}

// Runs one test. Two may be under way at a time, each on a page of its own.
async function test(name, run) {
    try {
        await run();
        console.log(`ok ${++count} - ${name}`);
    } catch (error) {
        failures++;
        console.log(`not ok ${++count} - ${name}`);
        console.log(String(error.stack || error).slice(0, 3000).replace(/^/gm, '# '));
    }
}

/* Daemon, browser */

function index(name, ...sources) {
    const directory = path.join(work, name);
    execFileSync(path.join(build, 'specindex'), ['build', '-i', directory, ...sources],
                 { stdio: ['ignore', 'ignore', 'inherit'] });
    return directory;
}

// The same of sources of which some are skipped, which is what status 3 says.
function index_of_some(name, ...sources) {
    assert.throws(() => index(name, ...sources), { status: 3 });
    return path.join(work, name);
}

// Starts a daemon on a free port and resolves to its address.
function serve(directory) {
    const child = spawn(path.join(build, 'specsearchd'), ['-i', directory, '--listen', '127.0.0.1:0'],
                        { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    return new Promise((resolve, reject) => {
        let out = '';
        child.on('exit', (status) => reject(new Error(`the daemon ended: ${status}`)));
        child.stdout.on('data', (data) => {
            out += data;
            const found = /^listening on (\S+)\n/.exec(out);
            if (found)
                resolve(found[1]);
        });
    });
}

// A page in a context of its own. Whatever it asks of another host, and whatever it complains of
// (a refused style, say), is collected and checked at the end.
const strays = [], complaints = [];
async function open(base, options = {}) {
    const context = await browser.newContext(
        { baseURL: base, javaScriptEnabled: false, viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(30000);
    const page = await context.newPage();
    page.on('request', (request) => {
        if (!request.url().startsWith(base + '/'))
            strays.push(request.url());
    });
    page.on('console', (message) => {
        const status = /Failed to load resource: .* status of (400|404)/.test(message.text());
        if (message.type() === 'error' && !status)
            complaints.push(message.text());
    });
    page.on('dialog', (dialog) => {
        complaints.push('dialog: ' + dialog.message());
        dialog.dismiss();
    });
    return page;
}

/* What a page says */

const number = (text) => Number(text.replace(/,/g, ''));

// "12 sections in 9 classes", from the heading of a page of results or the words on a facet's link.
function counts(text) {
    const found = /([\d,]+) sections? in ([\d,]+) class(es)?/.exec(text);
    assert.ok(found, `no counts in "${text}"`);
    return { sections: number(found[1]), classes: number(found[2]) };
}

async function summary(page) {
    return counts(await page.locator('main h1').innerText());
}

// Every hit of the result as sections whose first page is shown, page by page.
async function every_hit(page) {
    const hits = [];
    for (;;) {
        await page.waitForLoadState(); // a page of which a part has come has a part of its hits
        hits.push(...await page.locator('.hit').evaluateAll((items) => items.map((item) => ({
            url: item.querySelector('a').getAttribute('href'),
            kinds: [...item.querySelectorAll('.kind')].map((e) => e.textContent),
            agency: item.querySelector('.agency').textContent,
        }))));
        const next = page.locator('.pages a[rel=next]');
        if (await next.count() === 0)
            return hits;
        await next.click();
    }
}

function check_hits(hits, expected) {
    assert.equal(hits.length, expected.sections, 'sections shown');
    assert.equal(new Set(hits.map((hit) => hit.url)).size, expected.sections, 'distinct sections');
    assert.equal(new Set(hits.map((hit) => hit.url.split('?')[0])).size, expected.classes, 'classes');
}

async function search(page, query) {
    await page.getByLabel('Search class specifications').fill(query);
    await page.getByRole('button', { name: 'Search' }).click();
}

function corpus_files() {
    return fs.readdirSync(corpus, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(txt|md|pdf|docx|html)$/.test(entry.name))
        .map((entry) => path.join(entry.parentPath || entry.path, entry.name));
}

// What tidy has to say of a page. Three attributes of HTML and ARIA are younger than Debian's tidy.
function tidy(html) {
    const run = spawnSync('tidy', ['-errors', '-quiet', '--drop-empty-elements', 'no'], { input: html });
    assert.equal(run.error, undefined);
    const young = /proprietary attribute "(aria-current|autocapitalize|enterkeyhint)"$/;
    return run.stderr.toString().split('\n').filter((line) => line !== '' && !young.test(line));
}

// Fails if anything reaches further right than a window of one of these widths.
async function fits(page, widths) {
    const before = page.viewportSize();
    for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        const reach = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(reach <= width, `${reach} px in ${width}: ${page.url()}`);
    }
    await page.setViewportSize(before);
}

/* axe */

// Starts the browser. `make deps` installs it, and the packages.
async function start() {
    browser = await require('playwright-core').chromium.launch({
        executablePath: '/usr/bin/chromium',
        handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
        args: ['--disable-gpu', '--disable-quic', '--disable-background-networking',
               '--disable-component-update', '--disable-sync', '--no-first-run'],
    });
}

// What axe finds on the page or a part of it, open <details> and all: rules violated, and contrast that it could not
// tell, but for single characters and signs (the words beside them have the same colours).
async function axe(page, within = 'html') {
    await page.evaluate(() => document.querySelectorAll('details')
        .forEach((details) => { details.open = true; }));
    await page.evaluate(require('axe-core').source);
    const result = await page.evaluate((part) => window.axe.run(part), within);
    assert.ok(result.passes.some((rule) => rule.id === 'color-contrast'), 'axe has run');
    const signs = ['shortTextContent', 'nonBmp'];
    const unsure = result.incomplete.filter((rule) => rule.id === 'color-contrast').map((rule) => (
        { ...rule, nodes: rule.nodes.filter((node) => !signs.includes(node.any[0].data.messageKey)) }));
    return result.violations.concat(unsure.filter((rule) => rule.nodes.length > 0))
        .map((rule) => [rule.id, rule.nodes.map((node) => node.html)]);
}

async function finish() {
    await test('no page asked another host for anything or broke its policy', () => {
        assert.deepEqual(strays, []);
        assert.deepEqual(complaints, []);
    });
    await browser.close();
    console.log(`1..${count}`);
    process.exit(failures > 0 ? 1 : 0);
}

module.exports = { axe, bail, check_hits, corpus, corpus_files, counts, every_hit, finish, fits, index,
                   index_of_some, number, open, search, serve, start, summary, test, tidy, top, work };
