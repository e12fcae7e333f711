#!/usr/bin/env node
// Makes the pictures that README.md shows, from corpus/ alone: `make screenshots`. Look at them before
// they are committed.
'use strict';
const path = require('node:path');
const { bail, corpus, index, open, serve, start, top } = require('./support.js');

const SIZE = { width: 1120, height: 740 };
const PICTURES = {
    results: '/search?q=budget+experience%3E%3D3y&education=bachelor',
    comparison: '/compare?id=alder-county/2140&id=alder-county/2141#b7',
};

async function main() {
    await start();
    const page = await open(await serve(index('index', corpus)), { viewport: SIZE });
    for (const [name, address] of Object.entries(PICTURES)) {
        await page.goto(address);
        await page.screenshot({ path: path.join(top, 'searchd/screenshots', `${name}.png`) });
    }
    await page.context().browser().close();
    process.exit(0);
}

main().catch(bail);
