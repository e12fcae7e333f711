// usage: xapian build SECTIONS DATABASE    indexes the sections that bench/search exports
//        xapian serve DATABASE             times the queries on standard input
//
// The same search made of Xapian's own parts: its term generator and query parser, Enquire, a
// ValueCountMatchSpy for each facet, MSet::snippet. In C++, since it is that interface which is
// measured. bench/README.md describes what is served.
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace
{

// An exported line.
enum Column { CLASS, TITLE, HEADING, TEXT, FACETS };
constexpr const char *FACET_NAMES[] = {"section",   "agency",     "flsa",
                                       "education", "experience", "grade"};
constexpr unsigned FACET_COUNT = 6;

constexpr unsigned SHARD_SECTIONS = 1500; // more are slower: the inverter outgrows the caches
constexpr int PROCESSES = 2;
constexpr unsigned PAGE = 10;
constexpr size_t SNIPPET_BYTES = 280;
constexpr int LEAST_RUNS = 3;

std::vector<std::string> split(const std::string &text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

std::string facet_term(unsigned facet, const std::string &value)
{
    return std::string("X") + static_cast<char>('A' + facet) + ':' + value;
}

Xapian::Document make_document(const std::string &line, Xapian::TermGenerator &generator)
{
    std::vector<std::string> columns = split(line, '\t');
    columns.resize(FACETS + FACET_COUNT);
    Xapian::Document document;
    document.set_data(columns[HEADING] + "\n" + columns[TEXT]);
    generator.set_document(document);
    generator.index_text(columns[TITLE], 1, "S");
    generator.set_termpos(0);
    generator.index_text(columns[HEADING]);
    generator.increase_termpos(); // no phrase runs from the heading into the text
    generator.index_text(columns[TEXT]);
    for (unsigned f = 0; f < FACET_COUNT; f++) {
        document.add_boolean_term(facet_term(f, columns[FACETS + f]));
        document.add_value(f, columns[FACETS + f]);
    }
    return document;
}

Xapian::TermGenerator make_generator()
{
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("english"));
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
    return generator;
}

// Builds the shards that are this process's, each in a database of its own.
void build_shards(const std::string &sections, const std::string &folder, int process)
{
    std::ifstream in(sections);
    Xapian::TermGenerator generator = make_generator();
    Xapian::WritableDatabase shard;
    unsigned long number = 0;
    for (std::string line; std::getline(in, line); number++) {
        unsigned long at = number / SHARD_SECTIONS;
        if (at % PROCESSES != static_cast<unsigned long>(process))
            continue;
        if (number % SHARD_SECTIONS == 0)
            shard = Xapian::WritableDatabase(folder + "/" + std::to_string(at),
                                             Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
        shard.add_document(make_document(line, generator));
    }
}

double now_ms()
{
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

// Two processes make shards, one merges them: the fastest of the ways that were tried.
int build(const std::string &sections, const std::string &path)
{
    std::string folder = path + ".shards";
    std::filesystem::create_directory(folder);
    for (int p = 0; p < PROCESSES; p++) {
        if (fork() == 0) {
            try {
                build_shards(sections, folder, p);
                _exit(0);
            } catch (const Xapian::Error &error) {
                std::cerr << "bench/xapian: " << error.get_description() << '\n';
                _exit(2);
            }
        }
    }
    bool good = true;
    for (int status; wait(&status) > 0;)
        good = good && status == 0;
    if (!good)
        return 2;
    Xapian::Database all;
    for (unsigned long at = 0; std::filesystem::exists(folder + "/" + std::to_string(at)); at++)
        all.add_database(Xapian::Database(folder + "/" + std::to_string(at)));
    all.compact(path, Xapian::DBCOMPACT_MULTIPASS);
    std::filesystem::remove_all(folder);
    return 0;
}

using Filters = std::map<unsigned, std::vector<std::string>>; // values selected, by facet

// FACET=VALUE|VALUE;FACET=VALUE
Filters parse_filters(const std::string &text)
{
    Filters filters;
    for (const std::string &filter : split(text, ';'))
        for (unsigned f = 0; f < FACET_COUNT; f++)
            if (filter.compare(0, filter.find('='), FACET_NAMES[f]) == 0)
                filters[f] = split(filter.substr(filter.find('=') + 1), '|');
    return filters;
}

class Search
{
  public:
    Search(const Xapian::Database &database, const std::string &query, const std::string &filters)
        : database_(database), filters_(parse_filters(filters)), stem_("english")
    {
        Xapian::QueryParser parser;
        parser.set_database(database);
        parser.set_stemmer(stem_);
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser.set_default_op(Xapian::Query::OP_AND);
        query_ = parser.parse_query(query, Xapian::QueryParser::FLAG_DEFAULT |
                                               Xapian::QueryParser::FLAG_WILDCARD);
    }

    // The first ten, and how many sections match; the counts of every facet too if wanted. A facet
    // with a filter is counted by a query of its own without that filter.
    Xapian::MSet run(bool count_facets)
    {
        Xapian::Enquire enquire(database_);
        enquire.set_query(filtered(FACET_COUNT));
        if (!count_facets)
            return enquire.get_mset(0, PAGE);
        std::deque<Xapian::ValueCountMatchSpy> spies;
        for (unsigned f = 0; f < FACET_COUNT; f++)
            spies.emplace_back(f);
        for (unsigned f = 0; f < FACET_COUNT; f++)
            if (filters_.count(f) == 0)
                enquire.add_matchspy(&spies[f]);
        Xapian::MSet found = enquire.get_mset(0, PAGE, database_.get_doccount());
        for (const auto &filter : filters_) {
            Xapian::Enquire sideways(database_);
            sideways.set_query(filtered(filter.first));
            sideways.add_matchspy(&spies[filter.first]);
            sideways.set_weighting_scheme(Xapian::BoolWeight());
            sideways.get_mset(0, 0, database_.get_doccount());
        }
        counts_.clear();
        for (const Xapian::ValueCountMatchSpy &spy : spies)
            for (auto value = spy.values_begin(); value != spy.values_end(); ++value)
                counts_.emplace_back(*value, value.get_termfreq());
        return found;
    }

    std::vector<std::string> snippets(const Xapian::MSet &found) const
    {
        std::vector<std::string> texts;
        for (auto hit = found.begin(); hit != found.end(); ++hit)
            texts.push_back(found.snippet(hit.get_document().get_data(), SNIPPET_BYTES, stem_));
        return texts;
    }

  private:
    // The query under every filter but that of a facet.
    Xapian::Query filtered(unsigned but) const
    {
        Xapian::Query query = query_;
        for (const auto &filter : filters_) {
            if (filter.first == but)
                continue;
            std::vector<std::string> terms;
            for (const std::string &value : filter.second)
                terms.push_back(facet_term(filter.first, value));
            query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                                  Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
        }
        return query;
    }

    const Xapian::Database &database_;
    Filters filters_;
    Xapian::Stem stem_;
    Xapian::Query query_;
    std::vector<std::pair<std::string, unsigned>> counts_;
};

// The best time of as many runs as fit into `budget` ms.
double best_time(double budget, const std::function<void()> &run)
{
    double start = now_ms(), best = 0;
    for (int runs = 0; runs < LEAST_RUNS || now_ms() - start < budget; runs++) {
        double before = now_ms();
        run();
        double took = now_ms() - before;
        if (runs == 0 || took < best)
            best = took;
    }
    return best;
}

// A line: page, top or snippets, the query, the filters, and how many ms to go on measuring.
void answer(const Xapian::Database &database, const std::string &line)
{
    std::vector<std::string> fields = split(line, '\t');
    fields.resize(4);
    const std::string &what = fields[0];
    Search search(database, fields[1], fields[2]);
    Xapian::MSet found = search.run(true);
    double took = best_time(std::strtod(fields[3].c_str(), nullptr), [&] {
        if (what == "snippets")
            search.snippets(found);
        else if (what == "top")
            search.run(false);
        else {
            // Parsing is part of it: a search begins with what the user wrote.
            Search anew(database, fields[1], fields[2]);
            anew.snippets(anew.run(true));
        }
    });
    std::cout << found.get_matches_estimated() << '\t' << took << std::endl;
}

} // namespace

int main(int argc, char **argv)
{
    std::string command = argc > 1 ? argv[1] : "";
    try {
        if (command == "build" && argc == 4)
            return build(argv[2], argv[3]);
        if (command == "serve" && argc == 3) {
            Xapian::Database database(argv[2]);
            std::cout << "Xapian " << Xapian::version_string() << '\t' << database.get_doccount()
                      << std::endl;
            for (std::string line; std::getline(std::cin, line);)
                answer(database, line);
            return 0;
        }
    } catch (const Xapian::Error &error) {
        std::cerr << "bench/xapian: " << error.get_description() << '\n';
        return 2;
    }
    std::cerr << "usage: xapian build SECTIONS DATABASE | serve DATABASE\n";
    return 2;
}
