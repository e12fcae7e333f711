// usage: Lucene build SECTIONS INDEX    indexes the sections that bench/search exports
//        Lucene serve INDEX             times the queries on standard input
//
// The same search made of Lucene's own parts: EnglishAnalyzer (Porter's stems) without stop words,
// top ten by BM25, counts by SortedSetDocValuesFacetCounts, snippets by the UnifiedHighlighter.
// bench/README.md describes what is served.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

public class Lucene {
    static final String[] FACETS = {"section", "agency", "flsa", "education", "experience", "grade"};
    // An exported line: class, title, heading, text, and the values of the facets.
    static final int TITLE = 1, HEADING = 2, TEXT = 3, FIRST_FACET = 4;
    static final int PAGE = 10, PASSAGES = 2, LEAST_RUNS = 3, MOST_VALUES = 10_000;
    static final int THREADS = 2;

    interface Work {
        void run() throws Exception;
    }

    static Analyzer analyzer() {
        return new EnglishAnalyzer(CharArraySet.EMPTY_SET);
    }

    static FieldType bodyType() {
        FieldType type = new FieldType(TextField.TYPE_STORED);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        return type;
    }

    static Document makeDocument(String line, FieldType bodyType) {
        String[] columns = line.split("\t", -1);
        Document document = new Document();
        document.add(new TextField("title", columns[TITLE], Field.Store.YES));
        document.add(new Field("body", columns[HEADING], bodyType));
        document.add(new Field("body", columns[TEXT], bodyType));
        for (int f = 0; f < FACETS.length; f++)
            document.add(new SortedSetDocValuesFacetField(FACETS[f], columns[FIRST_FACET + f]));
        return document;
    }

    static void addLines(BufferedReader in, IndexWriter writer, FacetsConfig config)
            throws IOException {
        FieldType bodyType = bodyType();
        for (;;) {
            String line;
            synchronized (in) {
                line = in.readLine();
            }
            if (line == null)
                return;
            writer.addDocument(config.build(makeDocument(line, bodyType)));
        }
    }

    static void build(String sections, String index) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(analyzer()).setRAMBufferSizeMB(256);
        FacetsConfig facets = new FacetsConfig();
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(Path.of(index)), config);
                BufferedReader in = Files.newBufferedReader(Path.of(sections))) {
            List<Exception> failures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Thread thread = new Thread(() -> {
                    try {
                        addLines(in, writer, facets);
                    } catch (Exception e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads)
                thread.join();
            if (!failures.isEmpty())
                throw failures.get(0);
            writer.forceMerge(1);
        }
    }

    // FACET=VALUE|VALUE;FACET=VALUE
    static Map<String, String[]> parseFilters(String text) {
        Map<String, String[]> filters = new LinkedHashMap<>();
        for (String filter : text.isEmpty() ? new String[0] : text.split(";"))
            filters.put(filter.split("=")[0], filter.split("=")[1].split("\\|"));
        return filters;
    }

    final IndexSearcher searcher;
    final SortedSetDocValuesReaderState state;
    final UnifiedHighlighter highlighter;
    final FacetsConfig config = new FacetsConfig();
    List<FacetResult> counts; // of the last page

    Lucene(IndexReader reader) throws IOException {
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null); // the same query is run again and again: it shall be work
        state = new DefaultSortedSetDocValuesReaderState(reader);
        highlighter = new UnifiedHighlighter(searcher, analyzer());
    }

    // The query under every filter but that of a facet.
    Query filtered(Query query, Map<String, String[]> filters, String but) {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(query, Occur.MUST);
        boolean narrowed = false;
        for (Map.Entry<String, String[]> filter : filters.entrySet()) {
            if (filter.getKey().equals(but))
                continue;
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            for (String value : filter.getValue())
                any.add(new TermQuery(new Term(FacetsConfig.DEFAULT_INDEX_FIELD_NAME,
                        FacetsConfig.pathToString(filter.getKey(), new String[] {value}))),
                        Occur.SHOULD);
            all.add(any.build(), Occur.FILTER);
            narrowed = true;
        }
        return narrowed ? all.build() : query;
    }

    void count(Query query, Map<String, String[]> filters, String facet, boolean others)
            throws IOException {
        FacetsCollector collector = new FacetsCollector();
        searcher.search(filtered(query, filters, facet), collector);
        Facets facets = new SortedSetDocValuesFacetCounts(state, collector);
        for (String name : FACETS)
            if (others ? !filters.containsKey(name) : name.equals(facet))
                counts.add(facets.getTopChildren(MOST_VALUES, name));
    }

    // The first ten, found as fast as Lucene can, and counts in a pass of their own: one pass with
    // both collectors would have to score every match. A facet with a filter is counted without it.
    TopDocs page(Query query, Map<String, String[]> filters) throws IOException {
        TopDocs top = searcher.search(filtered(query, filters, null), PAGE);
        counts = new ArrayList<>();
        count(query, filters, null, true);
        for (String facet : filters.keySet())
            count(query, filters, facet, false);
        return top;
    }

    // The best time of as many runs as fit into `budget` ms.
    static double bestTime(double budget, Work work) throws Exception {
        double start = System.nanoTime() / 1e6, best = Double.MAX_VALUE;
        for (int runs = 0; runs < LEAST_RUNS || System.nanoTime() / 1e6 - start < budget; runs++) {
            double before = System.nanoTime() / 1e6;
            work.run();
            best = Math.min(best, System.nanoTime() / 1e6 - before);
        }
        return best;
    }

    // A line: page, top or snippets, the query, the filters, and how many ms to go on measuring.
    void answer(String line) throws Exception {
        String[] fields = line.split("\t", -1);
        QueryParser parser = new QueryParser("body", analyzer());
        parser.setDefaultOperator(QueryParser.Operator.AND);
        Query query = parser.parse(fields[1]);
        Map<String, String[]> filters = parseFilters(fields[2]);
        TopDocs found = page(query, filters);
        double took = bestTime(Double.parseDouble(fields[3]), () -> {
            if (fields[0].equals("snippets")) {
                highlighter.highlight("body", query, found, PASSAGES);
            } else if (fields[0].equals("top")) {
                searcher.search(filtered(query, filters, null), PAGE);
            } else {
                Query anew = parser.parse(fields[1]);
                highlighter.highlight("body", anew, page(anew, filters), PASSAGES);
            }
        });
        System.out.printf("%d\t%.4f%n", searcher.count(filtered(query, filters, null)), took);
    }

    static void serve(String index) throws Exception {
        try (IndexReader reader = DirectoryReader.open(MMapDirectory.open(Path.of(index)))) {
            Lucene lucene = new Lucene(reader);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.printf("Lucene %s\t%d%n", Version.LATEST, reader.numDocs());
            for (String line; (line = in.readLine()) != null;) {
                lucene.answer(line);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("build")) {
            build(arguments[1], arguments[2]);
        } else if (arguments.length == 2 && arguments[0].equals("serve")) {
            serve(arguments[1]);
        } else {
            System.err.println("usage: Lucene build SECTIONS INDEX | serve INDEX");
            System.exit(2);
        }
    }
}
