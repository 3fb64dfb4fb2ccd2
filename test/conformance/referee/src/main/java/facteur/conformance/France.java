package facteur.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Rule sets of the French reform. Version 1.3.0 comes with the rule set jars. Later ones are published by FNFE-MPE alone:
 * FACTEUR_FRANCE_RFE names a checkout of its repository France_RFE, and without it those sets do not exist.
 */
final class France {
  private France() {}

  static void rulesOf13(Map<String, RuleSet> sets) {
    String folder = RuleSet.SCHEMATRON + "ctc/1.3.0/xslt/20260216_";
    String ubl = folder + "BR-FR-Flux2-Schematron-UBL_V1.3.0.xslt";
    String cii = folder + "BR-FR-Flux2-Schematron-CII_V1.3.0.xslt";
    RuleSet.ublOf(sets, "fr-ctc-1.3.0", RuleSet.CEN_UBL, ubl);
    sets.put("fr-ctc-1.3.0-cii", RuleSet.of(RuleSet.CII, RuleSet.CEN_CII, cii));
    RuleSet.ublOf(sets, "fr-ctc-extended-1.3.0", folder + "EXTENDED-CTC-FR-UBL-V1.3.0.xslt", ubl);
    sets.put("fr-ctc-extended-1.3.0-cii", RuleSet.of(RuleSet.CII, folder + "EXTENDED-CTC-FR-CII-V1.3.0.xslt", cii));
    sets.put("fr-cdar-1.3.0", messages(folder + "BR-FR-CDV-Schematron-CDAR_V1.3.0.xslt"));
  }

  static void rulesOfCheckout(Map<String, RuleSet> sets) {
    String checkout = System.getenv("FACTEUR_FRANCE_RFE");
    if (checkout == null || checkout.isEmpty()) {
      return;
    }
    Path rules = Path.of(checkout, "FNFE_RFE_INVOICE").toAbsolutePath();
    String ubl = at(rules, "UBL/EN16931/2xslt/BR-FR-Flux2-Schematron-UBL.xslt");
    String cii = at(rules, "CII/EN16931/2xslt/BR-FR-Flux2-Schematron-CII.xslt");
    RuleSet.ublOf(sets, "fr-ctc", RuleSet.CEN_UBL, ubl);
    sets.put("fr-ctc-cii", RuleSet.of(RuleSet.CII, RuleSet.CEN_CII, cii));
    RuleSet.ublOf(sets, "fr-ctc-extended", at(rules, "UBL/EXTENDED-CTC-FR/2xslt/EXTENDED-CTC-FR-UBL.xslt"), ubl);
    sets.put(
        "fr-ctc-extended-cii",
        RuleSet.of(RuleSet.CII, at(rules, "CII/EXTENDED-CTC-FR/2xslt/EXTENDED-CTC-FR-CII.xslt"), cii));
    sets.put("fr-cdar", messages(at(rules, "CDAR/2xslt/BR-FR-CDV-Schematron-CDAR.xslt")));
  }

  /** Messages are compared by rules alone: their schema has its own suite. */
  private static RuleSet messages(String stylesheet) {
    return new RuleSet(List.of(), List.of(stylesheet), Map.of());
  }

  private static String at(Path rules, String file) {
    Path stylesheet = rules.resolve(file);
    if (!Files.isReadable(stylesheet)) {
      throw new IllegalStateException("FACTEUR_FRANCE_RFE has no " + file);
    }
    return stylesheet.toUri().toString();
  }
}
