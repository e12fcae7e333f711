#!/usr/bin/env python3
"""seeds.py TARGET DIRECTORY: the seeds of a fuzz target: the files of seeds/TARGET, texts in other
encodings made from them, and packages made from the parts of DOCX files."""
import pathlib, shutil, sys, zipfile

name, directory = sys.argv[1], pathlib.Path(sys.argv[2])
source = pathlib.Path(__file__).parent / 'seeds' / name
shutil.rmtree(directory, ignore_errors=True)
shutil.copytree(source, directory)

if name == 'text':
    text = (source / 'clerk.txt').read_text(encoding='utf-8')
    for encoding in 'cp1252', 'mac_roman', 'utf-16', 'utf-16-be', 'utf-32-le':
        (directory / encoding).write_bytes(text.encode(encoding, 'replace'))
    (directory / 'mangled').write_bytes(text.encode().decode('latin-1').encode())
    (directory / 'mac-lines').write_bytes(text.replace('\n', '\r').encode())

if name == 'docx':
    for parts in sorted(source.glob('*.parts')):
        with zipfile.ZipFile(directory / (parts.stem + '.docx'), 'w') as package:
            names = ['word/document.xml', 'word/styles.xml', 'word/numbering.xml']
            for part, content in zip(names, parts.read_bytes().split(b'\x1e')):
                package.writestr(part, content)
