# Specsearch. `make demo` shows it, `make check` tests it, `make help` lists the rest.
#
# One non-recursive makefile. VARIANT chooses how everything is compiled and where it lands:
# release (build/), asan (build/asan/), tsan (build/tsan/), cover (build/cover/), fuzz (build/fuzz/,
# which has the fuzz targets alone).

VARIANT ?= release
PREFIX ?= /usr/local
CC ?= gcc
CXX ?= g++
CFLAGS ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
PKG_CONFIG ?= pkg-config

# libFuzzer is part of clang.
ifeq ($(VARIANT),fuzz)
CC := clang
endif

# V=1 shows whole commands.
Q := $(if $(V),,@)
say = @echo '  $(1) $(2)'
JOBS = -j$(shell nproc)

B := build$(if $(filter-out release,$(VARIANT)),/$(VARIANT))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(CI),-Werror)
variant_release := -D_FORTIFY_SOURCE=2 -fstack-protector-strong
variant_asan := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
variant_tsan := -fsanitize=thread
variant_cover := --coverage -O0
variant_fuzz := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
VARIANT_FLAGS := $(variant_$(VARIANT))
# The shims are g++'s, which knows no libFuzzer.
VARIANT_FLAGS_CXX := $(if $(filter fuzz,$(VARIANT)),,$(VARIANT_FLAGS))
LINK_FLAGS := $(VARIANT_FLAGS) -pie -Wl,-z,relro,-z,now -Wl,--build-id

# pkg-config is asked once, when first used and not when this file is read: `make deps` may have to
# install it first.
once = $(eval $(1) := $$(shell $(PKG_CONFIG) $(2)))$($(1))
SEARCH_PKGS := xapian-core jansson libutf8proc nettle inih zlib
SPEC_PKGS := jansson libutf8proc inih
READ_PKGS := poppler-glib libxml-2.0 libarchive uchardet libseccomp
PKG_CFLAGS = $(call once,PKG_CFLAGS,--cflags $(SEARCH_PKGS) $(READ_PKGS) libmicrohttpd libcurl)
PKG_SEARCH = $(call once,PKG_SEARCH,--libs $(SEARCH_PKGS))
PKG_FUZZ = $(call once,PKG_FUZZ,--libs $(SPEC_PKGS) $(READ_PKGS))
PKG_READ = $(call once,PKG_READ,--libs $(READ_PKGS))
PKG_HTTPD = $(call once,PKG_HTTPD,--libs libmicrohttpd libarchive)
PKG_CLIENT = $(call once,PKG_CLIENT,--libs libcurl jansson inih)
LIBS_SEARCH = $(PKG_SEARCH) -lstemmer -lstdc++ -lm -lpthread

VERSION := 0.1.0
CPPFLAGS_ALL = -D_GNU_SOURCE -DSPECSEARCH_VERSION='"$(VERSION)"' -Ilib -I. $(PKG_CFLAGS) $(CPPFLAGS)
COMPILE_C = $(CC) -std=c11 $(CPPFLAGS_ALL) $(WARN) -fPIE $(VARIANT_FLAGS) $(CFLAGS) -MMD -MP
COMPILE_CXX = $(CXX) -std=c++17 $(CPPFLAGS_ALL) $(WARN) -fPIE -fvisibility=hidden \
	-fvisibility-inlines-hidden -fno-gnu-unique $(VARIANT_FLAGS_CXX) $(CXXFLAGS) -MMD -MP

src = $(patsubst %.c,$(B)/obj/%.o,$(wildcard $(1)/*.c))
SANDBOX := $(B)/obj/lib/base/sandbox.o
BASE := $(filter-out $(SANDBOX),$(call src,lib/base))
READ := $(call src,lib/read)
LIBRARY := $(BASE) $(call src,lib/spec) $(call src,lib/search)
XAPIANC := $(B)/obj/xapianc.o
INDEXER := $(call src,indexer)
TEMPLATE := $(B)/obj/template.o
SEARCHD := $(call src,searchd) $(TEMPLATE)
CLIENT := $(call src,client)
PROGRAMS := $(addprefix $(B)/,specindex specsearchd specsearch)
UNIT_SOURCES := $(filter-out tests/unit/support.c,$(wildcard tests/unit/*.c))
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/%,$(UNIT_SOURCES))

FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/%,$(filter-out tests/fuzz/check.c,$(wildcard tests/fuzz/*.c)))

.PHONY: all deps demo check check-variant fuzz fuzzers lint bench rank rank-accept format asan tsan cover screenshots install clean help
all: $(PROGRAMS)

$(B)/specindex: $(INDEXER) $(READ) $(SANDBOX) $(LIBRARY) $(XAPIANC)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ $(PKG_READ) $(LIBS_SEARCH)
$(B)/specsearchd: $(SEARCHD) $(LIBRARY) $(XAPIANC)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ $(PKG_HTTPD) $(LIBS_SEARCH)
$(B)/specsearch: $(CLIENT) $(BASE)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ $(PKG_CLIENT)

$(B)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(COMPILE_C) -c -o $@ $<
$(B)/obj/%.cc.o: %.cc Makefile
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(COMPILE_CXX) -c -o $@ $<

# The C++ shims: everything but their own C functions becomes local to the object, so that no C++
# symbol can meet another in a program.
define shim
$(Q)$(LD) -r --force-group-allocation -o $@ $^
$(Q)objcopy --wildcard --keep-global-symbol='$(1)' $@
endef
$(XAPIANC): $(patsubst %.cc,$(B)/obj/%.cc.o,$(wildcard lib/xapianc/*.cc))
	$(call shim,xap_*)
$(TEMPLATE): $(B)/obj/searchd/template.cc.o
	$(call shim,template_*)

# Data compiled in by EMBED: the dependency files do not see .incbin.
$(addprefix $(B)/obj/lib/spec/,alias.o field.o occupation.o phrase.o): $(wildcard lib/spec/*.tsv)
$(B)/obj/lib/search/lexicon.o $(B)/obj/tests/unit/expand.o: lib/search/lexicon.tsv
$(B)/obj/searchd/assets.o: $(wildcard searchd/templates/*) $(wildcard searchd/static/*)

# Tests reach everything but main().
TESTED := $(filter-out %/main.o,$(INDEXER) $(SEARCHD) $(CLIENT)) $(READ) $(SANDBOX) $(LIBRARY) \
	$(XAPIANC)
$(B)/tests/%: $(B)/obj/tests/unit/%.o $(B)/obj/tests/unit/support.o $(TESTED)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(PKG_READ) $(PKG_HTTPD) $(PKG_CLIENT) $(LIBS_SEARCH)

# What the oracle of the end-to-end tests asks.
ORACLE := $(B)/e2e/sentences
$(ORACLE): $(B)/obj/tests/e2e/sentences.o $(addprefix $(B)/obj/lib/spec/,sentence.o sentence_words.o) $(BASE)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ $(PKG_SEARCH)

# What the benchmark runs; bench/README.md says what for.
BENCH := $(addprefix $(B)/bench/,generate search xapian)
$(B)/bench/generate: $(addprefix $(B)/obj/bench/,generate.o prose.o) $(BASE)
$(B)/bench/search: $(B)/obj/bench/search.o $(LIBRARY) $(XAPIANC)
$(B)/bench/generate $(B)/bench/search:
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_SEARCH)
$(B)/bench/xapian: $(B)/obj/bench/peers/xapian.cc.o
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(CXX) $(LINK_FLAGS) $(LDFLAGS) -o $@ $^ -lxapian

ifeq ($(VARIANT),fuzz)
# A fuzz target reads documents and specifications; one parses queries, which takes the stemmer.
$(B)/query: $(patsubst %.c,$(B)/obj/%.o,$(wildcard lib/search/query*.c)) \
	$(addprefix $(B)/obj/lib/search/,schema.o token.o) $(XAPIANC)
$(B)/query: FUZZ_LIBS = $(LIBS_SEARCH)
$(FUZZERS): $(B)/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/check.o $(READ) $(BASE) $(call src,lib/spec)
	$(call say,LD ,$@)
	$(Q)$(CC) $(LINK_FLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(PKG_FUZZ) $(FUZZ_LIBS)
fuzzers: $(FUZZERS)
endif

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

deps:
	@tests/deps build demo check

demo:
	@tests/deps build demo
	@$(MAKE) --no-print-directory $(JOBS) all
	@tests/demo $(B)

# Every test, with the release build and then with the sanitizers' build, and a short run of each fuzz
# target; one count at the end.
check:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory $(JOBS) all tests
	@$(MAKE) --no-print-directory $(JOBS) VARIANT=asan all tests
	@$(MAKE) --no-print-directory $(JOBS) VARIANT=fuzz fuzzers
	@tests/run build build/asan

.PHONY: tests
tests: $(UNIT) $(BENCH) $(ORACLE)

.SECONDARY:

asan tsan cover:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory $(JOBS) VARIANT=$@ all tests
	@tests/run build/$@

# Looks for inputs that break the readers or the query parser, FUZZ_SECONDS for each target.
FUZZ_SECONDS ?= 600
fuzz:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory $(JOBS) VARIANT=fuzz fuzzers
	@tests/fuzz/run build/fuzz -max_total_time=$(FUZZ_SECONDS)

lint:
	@tests/lint

# How fast documents are read, and an index of SIZE generated specifications is built and searched;
# bench/README.md says what the figures are. SIZE=70000 is a million sections.
SIZE ?= 10000
bench:
	@tests/deps build demo check bench
	@$(MAKE) --no-print-directory $(JOBS) all $(BENCH)
	@bench/reading $(B)
	@bench/run $(B) $(SIZE)
	@bench/pages $(B)

# How well results are ordered, by judged queries; tests/rank/run says what is printed. rank-accept makes
# the results of now those that tests/e2e/rank.t expects: look at the diff.
rank rank-accept:
	@tests/deps build demo check
	@$(MAKE) --no-print-directory $(JOBS) all
	@BUILD=$(B) tests/rank/run $(if $(filter rank-accept,$@),accept)

# The pictures that README.md shows, from corpus/ alone.
screenshots:
	@tests/deps build demo check
	@$(MAKE) --no-print-directory $(JOBS) all
	@BUILD=$(B) tests/web/screenshots.js

format:
	git ls-files '*.c' '*.h' '*.cc' | xargs clang-format -i

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(addprefix $(DESTDIR)$(PREFIX)/share/man/man,1 5 7 8)
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 client/specsearch.1 indexer/specindex.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 client/specsearch-audit.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 client/specsearch-query.7 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 searchd/specsearchd.8 $(DESTDIR)$(PREFIX)/share/man/man8
	install -D -m 644 client/completions/specsearch.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/specsearch
	install -D -m 644 client/completions/_specsearch \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_specsearch
	install -D -m 644 client/completions/specsearch.fish \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/specsearch.fish

clean:
	rm -rf build

help:
	@echo 'make demo     install what is missing, build, index corpus/, serve it, ask it'
	@echo 'make check    install what is missing, build, run every test'
	@echo 'make          build the programs into build/'
	@echo 'make lint     layering, formatting, man pages, house rules'
	@echo 'make bench    how fast documents are read, and SIZE=10000 of them indexed and searched'
	@echo 'make rank     how well results are ordered, by judged queries'
	@echo 'make asan     every test under AddressSanitizer and UBSan (tsan, cover likewise)'
	@echo 'make fuzz     fuzz each reader and the query parser for FUZZ_SECONDS=600'
	@echo 'make screenshots  the pictures in README.md, made anew'
	@echo 'make install  PREFIX=/usr/local DESTDIR='
