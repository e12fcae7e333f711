// What holds of every type of page: given by name and address, each is tested for it.
'use strict';
const assert = require('node:assert/strict');
const { axe, fits, open, test, tidy } = require('./support.js');

async function accessible(base, types) {
    const page = await open(base, { javaScriptEnabled: true, bypassCSP: true });
    const spacing = '* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important;' +
        ' line-height: 1.5 !important }';

    for (const [name, address] of Object.entries(types)) {
        for (const colorScheme of ['light', 'dark']) {
            await test(`${name}: axe finds nothing, ${colorScheme}`, async () => {
                await page.emulateMedia({ colorScheme });
                if (colorScheme === 'light')
                    await page.goto(address);
                assert.deepEqual(await axe(page), []);
            });
        }
        await test(`${name}: no horizontal scrolling, 320 px to wide, even with spaced letters`, async () => {
            await fits(page, [320, 640, 1280, 2560]);
            await page.addStyleTag({ content: spacing });
            await fits(page, [320, 640, 1280]);
        });
    }
    await page.context().close();
}

async function plain(base, types) {
    const page = await open(base);

    for (const [name, address] of Object.entries(types)) {
        await test(`${name}: no script, no inline style, no other host; the policy allows no other`, async () => {
            const response = await page.goto(address), html = await response.text();
            const policy = response.headers()['content-security-policy'];
            assert.match(policy, /default-src 'none'/);
            assert.match(policy, /script-src 'self';/);
            assert.doesNotMatch(policy, /unsafe/);
            assert.doesNotMatch(html, /<script(?! src="\/static\/[0-9a-f]{12}\/[\w.-]+" defer><\/script>)|<style|javascript:/i);
            assert.doesNotMatch(html, /(href|src|action)="(https?:)?\/\//i);
            const inline = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap(
                (e) => e.getAttributeNames().filter((a) => a === 'style' || a.startsWith('on'))));
            assert.deepEqual(inline, []);
        });
        await test(`${name}: valid HTML, headings in order, one h1`, async () => {
            const html = await (await page.request.get(address)).text();
            assert.deepEqual(tidy(html), []);
            const levels = [...html.matchAll(/<h([1-6])/g)].map((found) => Number(found[1]));
            assert.equal(levels.filter((level) => level === 1).length, 1);
            const deeper = levels.filter((level, i) => level > (levels[i - 1] || 6) + 1);
            assert.deepEqual(deeper, [], 'a level is left out');
        });
        await test(`${name}: ids, fragments, the size of links`, async () => {
            const found = await page.evaluate(() => {
                const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
                const fragments = [...document.querySelectorAll('a[href^="#"]')]
                    .map((a) => a.getAttribute('href').slice(1));
                const low = [...document.querySelectorAll('.facet li a, .pages a, .chip, .outline li a, ' +
                    '.site a, .switch a, .pick, .tick, button, select, summary, .help-nav a')]
                    .filter((a) => a.checkVisibility() && a.getBoundingClientRect().height < 24);
                return { twice: ids.filter((id, i) => ids.indexOf(id) !== i),
                         lost: fragments.filter((id) => !ids.includes(id)),
                         low: low.map((a) => a.textContent) };
            });
            assert.deepEqual(found, { twice: [], lost: [], low: [] });
        });
    }
    await page.context().close();
}

async function check_types(base, types) {
    await plain(base, types);
    await accessible(base, types);
}

module.exports = { check_types };
