package facteur.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDF files against PDF/A-3B. Files are arguments, or lines on standard input when the only argument is "-".
 * Prints one JSON object a file, in order. Exit 0 when all comply, 1 when one does not, 2 when one could not be read.
 */
public final class VeraPdf {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAILURES_KEPT = 100;

  private VeraPdf() {}

  public static void main(String[] arguments) throws IOException {
    LogManager.getLogManager().reset();
    Logger.getLogger("").setLevel(Level.OFF);
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    VeraGreenfieldFoundryProvider.initialise();
    int exit = 0;
    for (String file : filesOf(arguments)) {
      ObjectNode verdict = judge(file);
      out.println(JSON.writeValueAsString(verdict));
      exit = Math.max(exit, verdict.has("error") ? 2 : verdict.get("compliant").asBoolean() ? 0 : 1);
    }
    System.exit(exit);
  }

  private static List<String> filesOf(String[] arguments) throws IOException {
    if (arguments.length != 1 || !arguments[0].equals("-")) {
      return List.of(arguments);
    }
    List<String> files = new ArrayList<>();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        files.add(line);
      }
    }
    return files;
  }

  private static ObjectNode judge(String file) {
    ObjectNode verdict = JSON.createObjectNode().put("file", file);
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, PDFAFlavour.PDFA_3_B);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_B, FAILURES_KEPT, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      verdict.put("compliant", result.isCompliant());
      verdict.set("failures", failures(result));
    } catch (Exception problem) {
      verdict.put("compliant", false);
      verdict.putArray("failures");
      verdict.put("error", String.valueOf(problem.getMessage()));
    }
    return verdict;
  }

  /** One entry a clause and test; `count` is how often it failed, `message` and `where` are those of the first time. */
  private static ArrayNode failures(ValidationResult result) {
    Map<String, ObjectNode> byRule = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() != TestAssertion.Status.FAILED) {
        continue;
      }
      String clause = assertion.getRuleId().getClause();
      int test = assertion.getRuleId().getTestNumber();
      byRule.computeIfAbsent(clause + " " + test, key -> failure(assertion, clause, test))
          .put("count", result.getFailedChecks().getOrDefault(assertion.getRuleId(), 1));
    }
    ArrayNode all = JSON.createArrayNode();
    byRule.values().forEach(all::add);
    return all;
  }

  private static ObjectNode failure(TestAssertion assertion, String clause, int test) {
    return JSON.createObjectNode()
        .put("clause", clause)
        .put("test", test)
        .put("message", assertion.getErrorMessage() != null ? assertion.getErrorMessage() : assertion.getMessage())
        .put("where", assertion.getLocation() == null ? "" : assertion.getLocation().getContext());
  }
}
