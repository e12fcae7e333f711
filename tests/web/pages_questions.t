#!/usr/bin/env node
// The pages that answer for all of the index, each with an answer, without one, and refused: what
// holds of every type of page holds of them. TAP on standard output.
'use strict';
const { check_types } = require('./types.js');
const { bail, corpus, finish, index, serve, start } = require('./support.js');

const TYPES = {
    'occurrences': '/occurrences?q=license&page=2',
    'occurrences by context, narrowed': '/occurrences?q=license&sort=left&section=licensure&section=duties',
    'occurrences, expanded': '/occurrences?q=CDL&expand=1',
    'no occurrence': '/occurrences?q=zzyzx&verbatim=1&flsa=exempt',
    'occurrences past the end': '/occurrences?q=license&page=9999',
    'occurrences of nothing': '/occurrences',
    'occurrences of a wrong query': '/occurrences?q=' + encodeURIComponent('"driver'),
    'occurrences of a wrong filter': '/occurrences?q=license&agency=nowhere',
    'absence': '/absence?q=CJIS&section=licensure',
    'absence, of one state, narrowed': '/absence?q=CJIS&section=licensure&state=silent&agency=port-ferris',
    'absence of nothing': '/absence',
    'absence of a wrong query': '/absence?q=' + encodeURIComponent('"driver'),
    'absence past the end': '/absence?q=CJIS&page=9',
    'matrix': '/matrix?q=CJIS&q=supervision&q=license',
    'matrix by kind': '/matrix?q=CJIS&q=supervision&by=section&count=occurrences',
    'matrix by class': '/matrix?q=CJIS&q=supervision&by=class&per_page=20',
    'matrix of nothing': '/matrix',
    'variants': '/variants?q=lift*&likeness=0.7',
    'variants, all': '/variants?likeness=0.6',
    'no variants': '/variants?q=zzyzx&section=duties',
    'variants of nothing': '/variants',
    'variants of a wrong query': '/variants?q=' + encodeURIComponent('"driver'),
    'matrix of a wrong query': '/matrix?q=a&q=' + encodeURIComponent('"driver'),
};

async function main() {
    await start();
    await check_types(await serve(index('index', corpus)), TYPES);
    await finish();
}

main().catch(bail);
