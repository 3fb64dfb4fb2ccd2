package facteur.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.w3c.dom.ls.LSResourceResolver;

/** Schemas and stylesheets of the jars, each compiled once. */
final class Artefacts {
  /** Schemas that are imported from another jar, by name space alone. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "urn:un:unece:uncefact:data:specification:CoreComponentTypeSchemaModule:2", "CCTS_CCT_SchemaModule.xsd",
          "http://www.w3.org/2000/09/xmldsig#", "xmldsig-core-schema.xsd",
          "http://uri.etsi.org/01903/v1.3.2#", "XAdES01903v132-201601.xsd",
          "http://uri.etsi.org/01903/v1.4.1#", "XAdES01903v141-201601.xsd");

  private final Processor processor;
  private final Map<String, XsltExecutable> stylesheets = new ConcurrentHashMap<>();
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  Artefacts(Processor processor) {
    this.processor = processor;
  }

  XsltExecutable stylesheet(String resource) {
    return stylesheets.computeIfAbsent(resource, this::compile);
  }

  Schema schema(String resource) {
    return schemas.computeIfAbsent(resource, Artefacts::load);
  }

  private XsltExecutable compile(String resource) {
    XsltCompiler compiler = processor.newXsltCompiler();
    compiler.setErrorReporter(error -> {});
    try (InputStream in = url(resource).openStream()) {
      return compiler.compile(new StreamSource(in, url(resource).toString()));
    } catch (SaxonApiException | IOException problem) {
      throw new IllegalStateException(resource, problem);
    }
  }

  private static Schema load(String resource) {
    try {
      SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
      factory.setFeature("http://apache.org/xml/features/honour-all-schemaLocations", true);
      factory.setResourceResolver(resolver());
      return factory.newSchema(new StreamSource(url(resource).toString()));
    } catch (Exception problem) {
      throw new IllegalStateException(resource, problem);
    }
  }

  private static LSResourceResolver resolver() throws ReflectiveOperationException {
    DOMImplementationLS dom = (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
    return (type, namespace, publicId, systemId, base) -> {
      String name = ELSEWHERE.get(namespace);
      if (name != null) {
        LSInput input = dom.createLSInput();
        input.setSystemId(url("schemas/" + name).toString());
        return input;
      }
      return null;
    };
  }

  private static URL url(String resource) {
    if (resource.startsWith("file:")) {
      try {
        return java.net.URI.create(resource).toURL();
      } catch (java.net.MalformedURLException problem) {
        throw new IllegalStateException(resource, problem);
      }
    }
    URL found = Artefacts.class.getClassLoader().getResource(resource);
    if (found == null) {
      throw new IllegalStateException("not among the rule sets: " + resource);
    }
    return found;
  }
}
