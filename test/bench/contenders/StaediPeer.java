import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** `java -cp STAEDI_JAR StaediPeer.java FILE`: staedi's reader to its segments, timed like the others. */
public class StaediPeer {
  public static void main(String[] args) throws Exception {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    long claims = 0;
    try (InputStream file = new BufferedInputStream(new FileInputStream(args[0]), 1 << 16)) {
      EDIStreamReader reader = EDIInputFactory.newFactory().createEDIStreamReader(file);
      while (reader.hasNext())
        if (reader.next() == EDIStreamEvent.START_SEGMENT && reader.getText().equals("CLM")) claims++;
    }
    double seconds = (system.getProcessCpuTime() - before) / 1e9;
    System.out.printf("{\"seconds\": %f, \"peak\": %f, \"claims\": %d}%n", seconds, peak(), claims);
  }

  private static double peak() throws Exception {
    return Files.lines(Path.of("/proc/self/status"))
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1_000)
        .findFirst()
        .orElse(Double.NaN);
  }
}
