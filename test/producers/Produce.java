import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends lines of standard input to a topic by Java's own client: key, value, and headers as name=value, with tabs in between. The
 * arguments are the brokers, the topic, then the client's own settings as name=value. A transactional.id makes one transaction of it.
 */
public class Produce {
  public static void main(String[] arguments) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", arguments[0]);
    settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    for (int at = 2; at < arguments.length; at += 1) {
      String[] setting = arguments[at].split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    boolean isTransactional = settings.containsKey("transactional.id");
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, "UTF-8"))) {
      if (isTransactional) producer.initTransactions();
      if (isTransactional) producer.beginTransaction();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) send(producer, arguments[1], line.split("\t"));
      if (isTransactional) producer.commitTransaction();
    }
  }

  private static void send(KafkaProducer<String, String> producer, String topic, String[] fields) {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, fields[0], fields[1]);
    for (int at = 2; at < fields.length; at += 1) {
      String[] header = fields[at].split("=", 2);
      record.headers().add(header[0], header[1].getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    producer.send(record, (metadata, error) -> {
      if (error != null) {
        error.printStackTrace();
        System.exit(1);
      }
    });
  }
}
