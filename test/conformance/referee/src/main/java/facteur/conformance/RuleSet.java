package facteur.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which schema and which stylesheets judge a document under one name: resources of the rule set jars, or addresses of files.
 */
record RuleSet(List<String> schemas, List<String> stylesheets, Map<String, String> levels) {
  static final String SCHEMATRON = "external/schematron/";
  static final String UBL_INVOICE = "external/schemas/ubl21/maindoc/UBL-Invoice-2.1.xsd";
  static final String UBL_CREDIT_NOTE = "external/schemas/ubl21/maindoc/UBL-CreditNote-2.1.xsd";
  static final String CII = "external/schemas/d16b/data/standard/CrossIndustryInvoice_100pD16B.xsd";
  static final String CEN_UBL = SCHEMATRON + "1.3.16/ubl/EN16931-UBL-validation.xslt";
  static final String CEN_CII = SCHEMATRON + "1.3.16/cii/EN16931-CII-validation.xslt";
  private static final String PEPPOL = SCHEMATRON + "openpeppol/2026.5/xslt/";
  private static final String XRECHNUNG = SCHEMATRON + "3.0.2/XRechnung-";
  private static final String XRECHNUNG_2_1 = SCHEMATRON + "2.1.1/XRechnung-";

  /** Levels that the KoSIT configuration of XRechnung gives to rules of the CEN. */
  private static final Map<String, String> XRECHNUNG_LEVELS =
      Map.of(
          "BR-CL-21", "warning",
          "BR-CL-23", "warning",
          "CII-SR-452", "fatal",
          "CII-SR-453", "fatal",
          "CII-SR-454", "fatal");

  /** All rule sets by name. */
  static Map<String, RuleSet> all() {
    Map<String, RuleSet> sets = new TreeMap<>();
    ublOf(sets, "en16931", CEN_UBL);
    sets.put("en16931-cii", of(CII, CEN_CII));
    ublOf(sets, "peppol", PEPPOL + "CEN-EN16931-UBL.xslt", PEPPOL + "PEPPOL-EN16931-UBL.xslt");
    ublOf(sets, "peppol-sb", PEPPOL + "CEN-EN16931-UBL.xslt", PEPPOL + "PEPPOL-EN16931-UBL-SB.xslt");
    ublOf(sets, "peppol-only", PEPPOL + "PEPPOL-EN16931-UBL.xslt");
    ublOf(sets, "xrechnung", CEN_UBL, XRECHNUNG + "UBL-validation.xslt");
    ublOf(sets, "xrechnung-only", XRECHNUNG + "UBL-validation.xslt");
    sets.put("xrechnung-cii", of(CII, CEN_CII, XRECHNUNG + "CII-validation.xslt"));
    for (String name : List.of("xrechnung-ubl", "xrechnung-ubl-cn", "xrechnung-cii")) {
      sets.computeIfPresent(name, (key, set) -> set.withLevels(XRECHNUNG_LEVELS));
    }
    // Edition 2.1 has a stylesheet for each of the three documents. Its CEN rules are not those of today: judged alone.
    sets.put("xrechnung-2.1-only-ubl", of(UBL_INVOICE, XRECHNUNG_2_1 + "UBL-validation-Invoice.xslt"));
    sets.put("xrechnung-2.1-only-ubl-cn", of(UBL_CREDIT_NOTE, XRECHNUNG_2_1 + "UBL-validation-CreditNote.xslt"));
    sets.put("xrechnung-2.1-only-cii", of(CII, XRECHNUNG_2_1 + "CII-validation.xslt"));
    sets.put("xrechnung-only-cii", of(CII, XRECHNUNG + "CII-validation.xslt"));
    for (String profile : List.of("MINIMUM", "BASIC-WL", "BASIC", "EN16931", "EXTENDED")) {
      String folder = profile.replace("-", "").toLowerCase(java.util.Locale.ROOT);
      sets.put(
          "facturx-" + folder,
          of("external/schemas/2.4/" + folder + "/FACTUR-X_" + profile + ".xsd", SCHEMATRON + "2.4/FACTUR-X_" + profile + ".xslt"));
    }
    France.rulesOf13(sets);
    France.rulesOfCheckout(sets);
    return sets;
  }

  static RuleSet of(String schema, String... stylesheets) {
    return new RuleSet(List.of(schema), List.of(stylesheets), Map.of());
  }

  private RuleSet withLevels(Map<String, String> given) {
    return new RuleSet(schemas, stylesheets, given);
  }

  /** UBL has one stylesheet for both documents, and a schema for each; the driver names the document. */
  static void ublOf(Map<String, RuleSet> sets, String name, String... stylesheets) {
    sets.put(name + "-ubl", of(UBL_INVOICE, stylesheets));
    sets.put(name + "-ubl-cn", of(UBL_CREDIT_NOTE, stylesheets));
  }
}
