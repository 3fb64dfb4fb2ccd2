package facteur.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Validator;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmSequenceIterator;
import net.sf.saxon.s9api.Xslt30Transformer;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads lines "file TAB rule set" and prints one JSON object a line, in order:
 * {"file","ruleSet","xsd":[message…],"fatal":[id…],"warning":[id…],"fired":{id:count},"stopped":message?}. Schema faults do not
 * stop the rules. An assertion without id is named by the bracketed head of its text. "--list" prints the rule sets.
 */
public final class Referee {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";
  private static final String UNUSED = "FX-UNUSED";
  private static final int XSD_MESSAGES_KEPT = 20;

  private final Processor processor = new Processor(false);
  private final Artefacts artefacts = new Artefacts(processor);
  private final Map<String, RuleSet> ruleSets = RuleSet.all();

  private Referee() {}

  public static void main(String[] arguments) throws Exception {
    Referee referee = new Referee();
    if (arguments.length == 1 && arguments[0].equals("--list")) {
      referee.ruleSets.keySet().forEach(System.out::println);
      return;
    }
    try (Reader in =
        arguments.length == 1 && !arguments[0].equals("-")
            ? Files.newBufferedReader(Path.of(arguments[0]))
            : new InputStreamReader(System.in, StandardCharsets.UTF_8)) {
      referee.judgeAll(new BufferedReader(in));
    }
  }

  private void judgeAll(BufferedReader in) throws Exception {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<String>> verdicts = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        String[] parts = line.split("\t");
        verdicts.add(workers.submit(() -> JSON.writeValueAsString(judge(parts[0], parts[1]))));
      }
      for (Future<String> verdict : verdicts) {
        out.println(verdict.get());
      }
    } finally {
      out.flush();
      workers.shutdown();
    }
  }

  private ObjectNode judge(String file, String name) {
    ObjectNode verdict = JSON.createObjectNode().put("file", file).put("ruleSet", name);
    RuleSet ruleSet = ruleSets.get(name);
    if (ruleSet == null) {
      return verdict.put("error", "no such rule set");
    }
    Map<String, Set<String>> ids = Map.of("fatal", new TreeSet<>(), "warning", new TreeSet<>(), "information", new TreeSet<>());
    Set<String> stops = new LinkedHashSet<>();
    ObjectNode fired = JSON.createObjectNode();
    verdict.set("xsd", JSON.valueToTree(schemaFaults(file, ruleSet)));
    try {
      XdmNode document = processor.newDocumentBuilder().build(new StreamSource(Path.of(file).toUri().toString()));
      for (String stylesheet : ruleSet.stylesheets()) {
        apply(stylesheet, document, ruleSet, ids, fired, stops);
      }
    } catch (SaxonApiException problem) {
      return verdict.put("error", String.valueOf(problem.getMessage()));
    }
    ids.forEach((flag, found) -> verdict.set(flag, JSON.valueToTree(found)));
    verdict.set("fired", fired);
    if (!stops.isEmpty()) {
      verdict.put("stopped", stops.stream().collect(Collectors.joining(" | ")));
    }
    return verdict;
  }

  private List<String> schemaFaults(String file, RuleSet ruleSet) {
    List<String> messages = new ArrayList<>();
    for (String schema : ruleSet.schemas()) {
      Validator validator = artefacts.schema(schema).newValidator();
      validator.setErrorHandler(new Collector(messages));
      try {
        validator.validate(new StreamSource(Path.of(file).toUri().toString()));
      } catch (SAXException | IOException problem) {
        messages.add(String.valueOf(problem.getMessage()));
      }
    }
    return messages.size() > XSD_MESSAGES_KEPT ? messages.subList(0, XSD_MESSAGES_KEPT) : messages;
  }

  private void apply(
      String stylesheet, XdmNode document, RuleSet ruleSet, Map<String, Set<String>> ids, ObjectNode fired, Set<String> stops) {
    Xslt30Transformer transformer = artefacts.stylesheet(stylesheet).load30();
    transformer.setMessageHandler(message -> {});
    transformer.setErrorReporter(error -> {});
    XdmDestination report = new XdmDestination();
    try {
      transformer.setGlobalContextItem(document);
      transformer.applyTemplates(document, report);
    } catch (SaxonApiException problem) {
      stops.add(stylesheet + ": " + problem.getMessage());
      return;
    }
    XdmSequenceIterator<XdmNode> nodes = report.getXdmNode().axisIterator(Axis.DESCENDANT);
    while (nodes.hasNext()) {
      note(nodes.next(), ruleSet.levels(), ids, fired);
    }
  }

  private static void note(XdmNode node, Map<String, String> levels, Map<String, Set<String>> ids, ObjectNode fired) {
    QName name = node.getNodeName();
    boolean outcome =
        name != null
            && name.getNamespace().equals(SVRL)
            && (name.getLocalName().equals("failed-assert") || name.getLocalName().equals("successful-report"));
    if (!outcome) {
      return;
    }
    String flag = node.getAttributeValue(new QName("flag"));
    String id = node.getAttributeValue(new QName("id"));
    String head = headOf(node.getStringValue().strip());
    // Factur-X numbers its assertions and names the rule of EN 16931 in the text; what it only marks as unused has no number.
    if (id == null || id.isEmpty()) {
      id = head == null ? UNUSED : head;
    } else if (id.startsWith("FX-SCH-") && head != null) {
      id = head;
    }
    String kind = flag == null || !(flag.equals("warning") || flag.startsWith("info")) ? "fatal" : flag.equals("warning") ? "warning" : "information";
    ids.get(levels.getOrDefault(id, kind)).add(id);
    fired.put(id, fired.path(id).asInt(0) + 1);
  }

  private static String headOf(String text) {
    int end = text.indexOf(']');
    return text.startsWith("[") && end > 0 ? text.substring(1, end) : null;
  }

  private record Collector(List<String> messages) implements ErrorHandler {
    @Override
    public void warning(SAXParseException problem) {}

    @Override
    public void error(SAXParseException problem) {
      messages.add(problem.getLineNumber() + ": " + problem.getMessage());
    }

    @Override
    public void fatalError(SAXParseException problem) {
      error(problem);
    }
  }
}
