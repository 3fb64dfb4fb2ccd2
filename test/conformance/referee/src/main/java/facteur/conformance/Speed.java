package facteur.conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.Xslt30Transformer;
import net.sf.saxon.s9api.XsltExecutable;

/**
 * What an official stylesheet costs on the JVM, warm. "Speed --dump RESOURCE" writes a stylesheet of the jars to standard
 * output; "Speed RESOURCE FILE…" prints "milliseconds of CPU TAB file" for each document: median of seven rounds of half a second,
 * after four seconds of warming up.
 */
final class Speed {
  private static final long WARM_UP = 4_000_000_000L;
  private static final long ROUND = 500_000_000L;
  private static final int ROUNDS = 7;

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("--dump")) {
      try (InputStream in = Speed.class.getClassLoader().getResourceAsStream(arguments[1])) {
        in.transferTo(System.out);
      }
      return;
    }
    Processor processor = new Processor(false);
    XsltExecutable stylesheet = new Artefacts(processor).stylesheet(arguments[0]);
    for (String file : Arrays.copyOfRange(arguments, 1, arguments.length)) {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      System.out.printf(java.util.Locale.ROOT, "%.4f\t%s%n", median(processor, stylesheet, bytes), file);
    }
  }

  private static double median(Processor processor, XsltExecutable stylesheet, byte[] bytes) throws Exception {
    for (long until = System.nanoTime() + WARM_UP; System.nanoTime() < until; ) {
      judge(processor, stylesheet, bytes);
    }
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round += 1) {
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long started = System.nanoTime();
      int calls = 0;
      do {
        judge(processor, stylesheet, bytes);
        calls += 1;
      } while (System.nanoTime() - started < ROUND);
      rounds[round] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6 / calls;
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static void judge(Processor processor, XsltExecutable stylesheet, byte[] bytes) throws Exception {
    Xslt30Transformer transformer = stylesheet.load30();
    ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
    transformer.transform(new StreamSource(new ByteArrayInputStream(bytes)), processor.newSerializer(out));
  }

  private Speed() {}
}
