"""Files made to break their reader, and what is to become of them.

hostile.py make FOLDER SCALE            a folder for each group; SCALE 1 is full size
hostile.py watch FILE COMMAND...        runs it; writes peaks of memory, in kB, to FILE
hostile.py check EXPECTED LEDGER        EXPECTED: FOLDER/GROUP.json, LEDGER: of `build -v`
"""
import io
import json
import os
import random
import re
import struct
import subprocess
import sys
import threading
import zipfile
import zlib

GOOD = 'Tram Inspector %s\n\nClass Code: %s\n\nDuties\n\nInspects every numbat on the line.\n'
DAMAGED = r'skipped .*(damaged|cut off|incomplete|not (a )?(valid|whole)|without pages)'
EITHER = r'(indexed|skipped) .*'


class Group:
    """Files of one folder; `expected` is a regular expression for each one's ledger line."""

    def __init__(self, folder, name, scale):
        self.folder, self.name, self.scale = os.path.join(folder, name).encode(), name, scale
        self.expected = {}
        os.makedirs(self.folder)
        for i in range(3):
            code = f'{name[0].upper()}{100 + i}'
            self.add(f'good-{i}.txt', (GOOD % (i, code)).encode(), rf'indexed .*: {name}/{code.lower()}')

    def add(self, name, content, expected):
        name = name if isinstance(name, bytes) else name.encode()
        self.expected[name] = expected
        with open(os.path.join(self.folder, name), 'wb') as f:
            for part in [content] if isinstance(content, bytes) else content:
                f.write(part)


# PDF

def pdf(objects, trailer=b''):
    """A PDF file of these objects, numbered from 1; the first one is the catalog."""
    out, offsets = bytearray(b'%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'), []
    for n, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (n, content)
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % offset for offset in offsets)
    out += b'trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n' % (
        len(objects) + 1, trailer.replace(b'SELF', b'%d' % start), start)
    return bytes(out)


def stream(content, entries=b''):
    return b'<< /Length %d %s >>\nstream\n%s\nendstream' % (len(content), entries, content)


FONT = b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
PAGE = b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R ' \
       b'/Resources << /Font << /F 3 0 R >> >> >>'


def page_text(lines):
    return b'BT /F 11 Tf 72 700 Td 14 TL\n' + b''.join(b'(%s) Tj T*\n' % s for s in lines) + b'ET'


def written_pdf():
    """Three pages of text, the page tree behind them, as most programs write it."""
    objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'', FONT]
    kids = []
    for n in range(3):
        objects.append(PAGE % (len(objects) + 2))
        kids.append(len(objects))
        objects.append(stream(page_text([b'Tram Inspector', b'Class Code: T900', b'Duties'] +
                                        [b'Inspects line %d of page %d.' % (k, n)
                                         for k in range(40)])))
    objects[1] = b'<< /Type /Pages /Count 3 /Kids [%s] >>' % b' '.join(b'%d 0 R' % k for k in kids)
    return pdf(objects)


def empty_pages(count):
    kids = b' '.join(b'%d 0 R' % n for n in range(3, count + 3))
    return pdf([b'<< /Type /Catalog /Pages 2 0 R >>',
                b'<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 612 792] >>' % (count, kids)] +
               [b'<< /Type /Page /Parent 2 0 R >>'] * count)


def make_pdf(group):
    whole = written_pdf()
    for share in (0, 30, 60, 90):
        group.add(f'cut-{share}.pdf', whole[:max(20, len(whole) * share // 100)],
                  r'(skipped|indexed) .*(PDF|damaged|cut)')
    group.add('cut-end.pdf', whole[:-10], EITHER) # all of its pages are there
    group.add('pages.pdf', empty_pages(10000 // group.scale),
              r'skipped .*(without text|scanned|pages)')
    catalog = b'<< /Type /Catalog /Pages 2 0 R >>'
    group.add('tree-loop.pdf', pdf([catalog, b'<< /Type /Pages /Count 5 /Parent 2 0 R '
                                    b'/Kids [2 0 R 2 0 R 1 0 R] >>']), r'skipped .*(PDF|page)')
    group.add('tree-endless.pdf', pdf([catalog, b'<< /Type /Pages /Count 2000000000 '
                                       b'/Kids [2 0 R] >>']), r'skipped .*(PDF|page)')
    group.add('previous-loop.pdf', pdf([catalog, b'<< /Type /Pages /Count 0 /Kids [] >>'],
                                       b'/Prev SELF'), r'skipped .*(PDF|page)')
    # The catalog stands in an object stream, which stands in itself.
    inside = b'1 0 3 0 << /Type /Catalog /Pages 2 0 R >>'
    group.add('stream-loop.pdf', self_contained(inside), r'skipped .*(PDF|page)')
    group.add('deep.pdf', pdf([catalog, b'<< /Type /Pages /Count 1 /Kids [4 0 R] >>', FONT,
                               PAGE % 5, stream(b'[' * (1000000 // group.scale))]),
              r'skipped .*(PDF|text)')
    group.add('bomb.pdf', pdf([catalog, b'<< /Type /Pages /Count 1 /Kids [4 0 R] >>', FONT,
                               PAGE % 5, stream(zlib.compress(zlib.compress(
                                   b' ' * (20000000 // group.scale), 9), 9),
                                   b'/Filter [/FlateDecode /FlateDecode]')]),
              r'skipped .*(PDF|text|longer)')


def self_contained(inside):
    out = b'%PDF-1.5\n'
    first = out + b'3 0 obj\n' + stream(inside, b'/Type /ObjStm /N 2 /First 8 /Extends 3 0 R') + \
        b'\nendobj\n'
    rows = [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (2, 3, 1), (1, len(first), 0)]
    table = b''.join(struct.pack('>BIH', *row) for row in rows)
    xref = stream(table, b'/Type /XRef /Size 5 /W [1 4 2] /Root 1 0 R')
    return first + b'4 0 obj\n' + xref + b'\nendobj\nstartxref\n%d\n%%%%EOF\n' % len(first)


# DOCX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
         'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
         'wordprocessingml.document.main+xml"/></Types>')
RELATIONS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
             'relationships/officeDocument" Target="word/document.xml"/></Relationships>')


def docx(body, prolog=''):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as package:
        package.writestr('[Content_Types].xml', TYPES)
        package.writestr('_rels/.rels', RELATIONS)
        package.writestr('word/document.xml',
                         f'{prolog}<w:document {W}><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def words(text):
    return f'<w:p><w:r><w:t>{text}</w:t></w:r></w:p>'


def bomb(size):
    """A ZIP entry of `size` bytes in a thousandth of it: one block, deflated on its own, repeated."""
    start = f'<w:document {W}><w:body>'.encode()
    block = words('numbat ' * 20).encode()
    block *= 1000000 // len(block)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = deflate.compress(start) + deflate.flush(zlib.Z_FULL_FLUSH)
    middle = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    tail = deflate.compress(b'</w:body></w:document>') + deflate.flush()
    times, crc = size // len(block) + 1, zlib.crc32(start)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    crc = zlib.crc32(b'</w:body></w:document>', crc)
    body = head + middle * times + tail
    length = len(start) + times * len(block) + 22
    return archive([(b'[Content_Types].xml', 0, *plain(TYPES)), (b'_rels/.rels', 0, *plain(RELATIONS)),
                    (b'word/document.xml', 8, body, length, crc)])


def plain(text):
    return text.encode(), len(text), zlib.crc32(text.encode())


def archive(entries):
    """A ZIP file of (name, method, bytes as they are kept, length, CRC)."""
    out, central = b'', b''
    for name, method, body, length, crc in entries:
        fields = (20, 0, method, 0, 33, crc, len(body), length, len(name), 0)
        central += struct.pack('<4s6H3I5H2I', b'PK\1\2', 20, *fields, 0, 0, 0, 0, len(out)) + name
        out += struct.pack('<4s5H3I2H', b'PK\3\4', *fields) + name + body
    return out + central + struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, len(entries), len(entries),
                                       len(central), len(out), 0)


def make_docx(group):
    whole = docx(''.join(words(f'Inspects tram {n * n}.') for n in range(2000)))
    zipped = r'skipped .*(DOCX|Word|Office|ZIP|zip)'
    for share in (0, 30, 60, 90):
        group.add(f'cut-{share}.docx', whole[:max(30, len(whole) * share // 100)], zipped)
    group.add('cut-end.docx', whole[:-10], EITHER)
    group.add('bomb.docx', bomb(1100000000),
              r'skipped .*(DOCX|Word|holds|needs|longer).*(MB|MiB|GB|bytes|long|large|time)')
    laughs = ''.join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    group.add('laughs.docx', docx(words('&l9;'),
              f'<!DOCTYPE d [<!ENTITY l0 "numbats">{laughs}]>'), zipped)
    group.add('external.docx', docx(words('Tram Inspector') + words('&x;'),
              '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), zipped)
    group.add('parameter.docx', docx(words('Tram Inspector'),
              '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>'), zipped)
    nested = 100000 // group.scale
    group.add('tables.docx', docx('<w:tbl><w:tr><w:tc>' * nested + words('deep') +
                                  '</w:tc></w:tr></w:tbl>' * nested), r'skipped .*')
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as package:
        package.writestr('mimetype', 'application/other')
    group.add('other.docx', out.getvalue(), zipped)


# HTML, text, names and magic numbers

def make_html(group):
    page = b'<!DOCTYPE html>\n<html><body><h1>Tram Inspector</h1>\n%s</body></html>\n'
    deep = 100000 // group.scale
    group.add('deep.html', page % (b'<div>' * deep + b'Deep.' + b'</div>' * deep), EITHER)
    group.add('tables.html', page % (b'<table><tr><td>' * deep + b'Deep.'), EITHER)
    group.add('unclosed.html', page % (b'<b><i><p>' * deep + b'Deep.'), EITHER)
    attributes = b' '.join(b'a%d=""' % n for n in range(1000000 // group.scale))
    group.add('attributes.html', page % (b'<p %s>Wide.</p>' % attributes), EITHER)
    group.add('comment.html', b'<!DOCTYPE html>\n<!-- ' + b'x' * 1000000, r'skipped .*HTML')
    group.add('script.html', page.replace(b'<h1>Tram Inspector</h1>', b'') %
              b'<script>document.write("<h1>Tram Inspector</h1>")</script>', r'skipped .*HTML')


def make_text(group):
    group.add('sparse.txt', b'', r'skipped .*(too large|larger than)')
    os.truncate(os.path.join(group.folder, b'sparse.txt'), 1 << 30)
    head = b'Tram Inspector\n\nClass Code: %s\n\nDuties\n\n'
    group.add('line.txt', [head % b'T200'] + [b'Inspects every tram. ' * 1000] *
              (30000000 // 21000 // group.scale), r'indexed .*: text/t200|skipped .*more than')
    group.add('headings.txt', [head % b'T201'] + [b'DUTIES %d\n\nInspects.\n\n' % n
                                                 for n in range(200000 // group.scale)],
              r'indexed .*: text/t201|skipped .*more than')
    group.add('nul.txt', b'\0' * 1000000, r'skipped .*(not text|empty)')


STRANGE = [b'new\nline', b"quo'te\"", b'-dash', b'inv\xff\xfe', b'x' * 251, b'escape\x1b[31m']


def make_names(group):
    for n, name in enumerate(STRANGE):
        group.add(name + b'.txt', (GOOD % (n, f'N2{n:02}')).encode(), rf'indexed .*: names/n2{n:02}')
        group.add(name + b'.pdf', b'%PDF-1.4\nnumber ' + str(n).encode(), r'skipped .*PDF')


def make_magic(group):
    random.seed(3)
    for n, magic in enumerate([b'%PDF-1.7\n', b'PK\3\4', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
                               b'{\\rtf1', b'<!DOCTYPE html>\n', b'<?xml version="1.0"?>', b'\xff\xfe',
                               b'\xfe\xff', b'\xef\xbb\xbf', b'\x1f\x8b\x08', b'\x89PNG\r\n\x1a\n',
                               b'GIF89a', b'\xff\xd8\xff\xe0', b'\x7fELF', b'---\n', b'']):
        group.add(f'magic-{n}.bin', magic + random.randbytes(20000), r'skipped .*')
    group.expected[b'magic-4.bin'] = EITHER # HTML may hold anything


GROUPS = {'pdf': make_pdf, 'docx': make_docx, 'html': make_html, 'text': make_text,
          'names': make_names, 'magic': make_magic}


# What became of them

def check(expected, ledger):
    """Exactly one line for each file, that goes as expected."""
    with open(expected, encoding='ascii') as f:
        expected = {bytes.fromhex(name): line for name, line in json.load(f).items()}
    with open(ledger, encoding='utf-8') as f:
        lines = [line.rstrip('\n') for line in f]
    lines, wrong = [line for line in lines if re.match('(indexed|skipped|duplicate) ', line)], 0
    if len(lines) != len(expected):
        print(f'{len(lines)} lines for {len(expected)} files')
        wrong += 1
    for file, goes in expected.items():
        # As it is shown: a byte that is no text, or that controls a terminal, as \\xNN.
        shown = file.decode(errors='backslashreplace')
        shown = ''.join(rf'\x{ord(c):02x}' if c < ' ' else c for c in shown)
        mine = [line for line in lines if f'/{shown}: ' in line]
        good = len(mine) == 1 and re.match(goes, mine[0])
        if not good:
            print(f'{file[:40]!r}: {[line[:300] for line in mine]}, expected {goes}')
            wrong += 1
    return wrong


def processes(root):
    found = [root]
    for pid in found:
        try:
            for task in os.listdir(f'/proc/{pid}/task'):
                with open(f'/proc/{pid}/task/{task}/children', encoding='ascii') as f:
                    found += map(int, f.read().split())
        except OSError: # it has ended
            pass
    return found


def memory(pid):
    """Its share of memory, in kB: what several processes have in common counts once."""
    try:
        with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as f:
            return int(re.search(r'^Pss: +(\d+)', f.read(), re.M).group(1))
    except (OSError, AttributeError):
        return 0


def peak(pid):
    try:
        with open(f'/proc/{pid}/status', encoding='ascii') as f:
            return int(re.search(r'^VmHWM:\s+(\d+)', f.read(), re.M).group(1))
    except (OSError, AttributeError):
        return 0


def watch(out, command):
    """Runs a command and writes the largest of its processes and the largest sum seen."""
    process, largest, total, over = subprocess.Popen(command), 0, 0, threading.Event()

    def look():
        nonlocal largest, total
        while not over.wait(0.02):
            pids = processes(process.pid)
            largest = max([largest] + [peak(pid) for pid in pids])
            total = max(total, sum(memory(pid) for pid in pids))

    watcher = threading.Thread(target=look)
    watcher.start()
    status = process.wait()
    over.set()
    watcher.join()
    with open(out, 'w', encoding='ascii') as f:
        f.write(f'{largest} {total}\n')
    return status


def main(command, *rest):
    if command == 'watch':
        return watch(rest[0], rest[1:])
    if command == 'check':
        return check(*rest) != 0
    for name, make in GROUPS.items():
        group = Group(rest[0], name, int(rest[1]))
        make(group)
        with open(os.path.join(rest[0], name + '.json'), 'w', encoding='ascii') as f:
            json.dump({file.hex(): line for file, line in group.expected.items()}, f)
    return 0


sys.exit(main(*sys.argv[1:]))
