// Builds and asks a Lucene index; one JSON object on standard output.
// argv: documents (JSON Lines: number, title, body), questions (JSON), index folder.
// Run by `java -cp JARS FullTextLucene.java`, without a build of its own.

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

class FullTextLucene {
    // The first builds and questions of a process are interpreted, which a server pays once: the least of the
    // builds counts, and of the questions what follows these rounds.
    static final int BUILDS = 3;
    static final int ROUNDS_BEFORE = 5;

    // Marks are folded away as the others do, also the stroke of d, which SQLite leaves.
    static final Analyzer FOLDED = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer words = new StandardTokenizer();
            return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
        }
    };

    // Where the words of a text begin and end is kept, so that a snippet needs no second reading: the index
    // takes 1.3 times as long to build and 1.4 times the room, questions 0.6 times as long.
    static final FieldType BODY = new FieldType(TextField.TYPE_STORED);
    static {
        BODY.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    }

    static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    record Answer(long total, String first) {}

    public static void main(String[] arguments) throws Exception {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            rows.addAll(objects(line));
        }
        List<Map<String, String>> questions = objects(Files.readString(Path.of(arguments[1])));
        Path folder = Path.of(arguments[2]);
        double first = build(rows, folder);
        double built = first;
        for (int at = 1; at < BUILDS; at++) {
            built = Math.min(built, build(rows, folder));
        }
        String warmed = String.format(Locale.ROOT,
                "the first of %d builds took %.2f s; %d rounds of questions came before those timed",
                BUILDS, first, ROUNDS_BEFORE);
        String answers = answers(questions, folder);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.printf("{\"version\": \"%s\", \"warmed\": \"%s\", \"build\": %s, \"bytes\": %d, \"answers\": [%s]}%n",
                Version.LATEST, warmed, built, bytes(folder), answers);
    }

    static double build(List<Map<String, String>> rows, Path folder) throws IOException {
        long began = SYSTEM.getProcessCpuTime();
        IndexWriterConfig config = new IndexWriterConfig(FOLDED)
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                // Enough for what is measured to be written once and not merged.
                .setRAMBufferSizeMB(256);
        try (Directory directory = new MMapDirectory(folder); IndexWriter writer = new IndexWriter(directory, config)) {
            for (Map<String, String> row : rows) {
                Document document = new Document();
                document.add(new TextField("number", row.get("number"), Field.Store.YES));
                document.add(new TextField("title", row.get("title"), Field.Store.YES));
                document.add(new Field("body", row.get("body"), BODY));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
            writer.commit();
        }
        return (SYSTEM.getProcessCpuTime() - began) / 1e9;
    }

    static String answers(List<Map<String, String>> questions, Path folder) throws Exception {
        try (Directory directory = new MMapDirectory(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            // Each question is new to the search it measures.
            searcher.setQueryCache(null);
            UnifiedHighlighter highlighter = new UnifiedHighlighter(searcher, FOLDED);
            for (int round = 0; round < ROUNDS_BEFORE; round++) {
                for (Map<String, String> question : questions) {
                    ask(searcher, highlighter, question.get("match"));
                }
            }
            List<String> answers = new ArrayList<>();
            for (Map<String, String> question : questions) {
                double[] times = new double[Integer.parseInt(question.get("times"))];
                Answer answer = null;
                for (int at = 0; at < times.length; at++) {
                    long began = THREADS.getCurrentThreadCpuTime();
                    answer = ask(searcher, highlighter, question.get("match"));
                    times[at] = (THREADS.getCurrentThreadCpuTime() - began) / 1e6;
                }
                Arrays.sort(times);
                String first = answer.first() == null ? "null" : "\"" + answer.first() + "\"";
                answers.add(String.format("{\"total\": %d, \"first\": %s, \"ms\": %s}",
                        answer.total(), first, times[times.length / 2]));
            }
            return String.join(", ", answers);
        }
    }

    // The same work as on the other side: twenty hits with snippets, and the exact total.
    static Answer ask(IndexSearcher searcher, UnifiedHighlighter highlighter, String line) throws Exception {
        MultiFieldQueryParser parser = new MultiFieldQueryParser(
                new String[] {"number", "title", "body"}, FOLDED, Map.of("number", 8f, "title", 4f, "body", 1f));
        parser.setDefaultOperator(QueryParser.Operator.AND);
        Query query = parser.parse(line);
        TopScoreDocCollector collector = TopScoreDocCollector.create(20, Integer.MAX_VALUE);
        searcher.search(query, collector);
        TopDocs found = collector.topDocs();
        String first = null;
        for (ScoreDoc hit : found.scoreDocs) {
            String number = searcher.doc(hit.doc, Set.of("number")).get("number");
            first = first == null ? number : first;
        }
        highlighter.highlight("body", query, found, 1);
        return new Answer(found.totalHits.value, first);
    }

    static long bytes(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    // The flat objects of a JSON text; the JDK has no reader of its own.
    static List<Map<String, String>> objects(String json) {
        List<Map<String, String>> objects = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String key = null;
        for (int at = 0; at < json.length(); at++) {
            char letter = json.charAt(at);
            switch (letter) {
                case '{' -> objects.add(new HashMap<>());
                case ':' -> {
                    key = word.toString();
                    word.setLength(0);
                }
                case ',', '}' -> {
                    if (key != null) {
                        objects.get(objects.size() - 1).put(key, word.toString());
                    }
                    key = null;
                    word.setLength(0);
                }
                case '"' -> at = string(json, at + 1, word);
                case '[', ']', ' ', '\n' -> {}
                default -> word.append(letter);
            }
        }
        return objects;
    }

    // Reads up to the closing quote and says where that is.
    static int string(String json, int at, StringBuilder word) {
        for (; json.charAt(at) != '"'; at++) {
            char letter = json.charAt(at);
            if (letter == '\\' && json.charAt(at + 1) == 'u') {
                word.append((char) Integer.parseInt(json.substring(at + 2, at + 6), 16));
                at += 5;
            } else if (letter == '\\') {
                word.append(json.substring(at, at + 2).translateEscapes());
                at++;
            } else {
                word.append(letter);
            }
        }
        return at;
    }
}
