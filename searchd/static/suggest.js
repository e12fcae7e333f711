// Suggestions below the search box: an ARIA combobox with a listbox (WAI-ARIA Authoring Practices,
// "Editable combobox with list autocomplete", manual selection). Without this script, or when the
// server does not answer, the box is a plain one.
'use strict';
(() => {
    const input = document.getElementById('q');
    if (!input)
        return;
    const WAIT_MS = 90; // between the last key and asking

    const list = document.createElement('ul');
    list.id = 'suggestions';
    list.className = 'suggestions';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Suggestions');
    const status = document.createElement('p');
    status.className = 'vh';
    status.setAttribute('role', 'status');
    input.parentElement.append(list, status);
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'],
                                 ['aria-expanded', 'false'], ['aria-controls', list.id]])
        input.setAttribute(name, value);

    let items = [], active = -1, timer = 0, asking = null;

    function stopAsking() {
        clearTimeout(timer);
        if (asking)
            asking.abort();
        asking = null;
    }

    function mark(at) {
        active = at;
        [...list.children].forEach((option, i) => option.setAttribute('aria-selected', i === at));
        if (at < 0) {
            input.removeAttribute('aria-activedescendant');
        } else {
            input.setAttribute('aria-activedescendant', list.children[at].id);
            list.children[at].scrollIntoView({ block: 'nearest' });
        }
    }

    function close() {
        stopAsking();
        list.hidden = true;
        input.setAttribute('aria-expanded', 'false');
        status.textContent = '';
        mark(-1);
    }

    function option(item, i) {
        const element = document.createElement('li');
        element.id = 'suggestion-' + i;
        element.setAttribute('role', 'option');
        for (const [name, text] of [['label', item.label], ['type', item.type_label || item.type]]) {
            const part = document.createElement('span');
            part.className = name;
            part.textContent = text;
            element.append(part, ' ');
        }
        return element;
    }

    function show(found) {
        items = found;
        list.replaceChildren(...items.map(option));
        mark(-1);
        list.hidden = items.length === 0;
        input.setAttribute('aria-expanded', String(!list.hidden));
        status.textContent = items.length === 1 ? '1 suggestion'
            : items.length > 0 ? items.length + ' suggestions' : '';
    }

    async function ask() {
        stopAsking();
        const mine = asking = new AbortController();
        try {
            const address = '/api/v1/suggest?limit=8&q=' + encodeURIComponent(input.value);
            const response = await fetch(address, { signal: mine.signal });
            const found = response.ok ? (await response.json()).suggestions : [];
            if (asking === mine && document.activeElement === input)
                show(found);
        } catch {
            // Asked again since, or no answer: what is shown stays as it is.
        }
    }

    // A class's page is opened; a scope waits for its words; anything else is searched for.
    function take(at) {
        const { text, url } = items[at];
        close();
        if (url) {
            location.assign(url);
        } else if (text.endsWith(':')) {
            input.value = text;
        } else {
            input.value = text;
            input.form.requestSubmit();
        }
    }

    function move(step) {
        if (list.hidden) {
            ask();
            return;
        }
        stopAsking(); // the list that is being walked through stays
        // One place more than there are options: the box itself.
        mark((active + 1 + step + items.length + 1) % (items.length + 1) - 1);
    }

    input.addEventListener('input', () => {
        clearTimeout(timer);
        if (input.value.trim() === '')
            close();
        else
            timer = setTimeout(ask, WAIT_MS);
    });
    input.addEventListener('keydown', (event) => {
        if (event.isComposing || event.ctrlKey || event.metaKey)
            return;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
            move(event.key === 'ArrowDown' ? 1 : -1);
        else if (event.key === 'Enter' && active >= 0)
            take(active);
        else if (event.key === 'Escape' && !list.hidden)
            close();
        else
            return;
        event.preventDefault();
    });
    input.addEventListener('blur', close);
    input.form.addEventListener('submit', close);
    list.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener('click', (event) => {
        const at = [...list.children].indexOf(event.target.closest('li'));
        if (at >= 0)
            take(at);
    });
})();
