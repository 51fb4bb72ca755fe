import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONValue;

/**
 * Asks the real Jayway JsonPath for the answer to a path. Reads JSON lines {"json": "<text>", "path": "…"} and writes one
 * line for each: {"value": …} or {"error": "path-not-found" | "invalid-path" | "<class>"}. Without "path" the document itself
 * is parsed and written; {"double": "<literal>"} answers Java's Double.toString.
 *
 * Run: javac -cp $CP -d out JsonPathOracle.java && java -cp $CP:out JsonPathOracle < cases.jsonl
 * with json-path, json-smart, accessors-smart, asm and slf4j-api on the class path.
 */
public final class JsonPathOracle {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer((Map<?, ?>) JSONValue.parse(line)));
    }
    out.flush();
  }

  private static String answer(Map<?, ?> question) {
    if (question.containsKey("double")) return line("value", Double.toString(Double.parseDouble((String) question.get("double"))));
    try {
      var document = JsonPath.parse((String) question.get("json"));
      Object value = question.containsKey("path") ? document.read((String) question.get("path")) : document.json();
      return line("value", value);
    } catch (PathNotFoundException error) {
      return line("error", "path-not-found");
    } catch (InvalidPathException error) {
      return line("error", "invalid-path");
    } catch (Throwable error) {
      return line("error", error.getClass().getSimpleName());
    }
  }

  private static String line(String key, Object value) {
    JSONObject object = new JSONObject();
    object.put(key, value);
    return object.toJSONString(net.minidev.json.JSONStyle.LT_COMPRESS);
  }
}
