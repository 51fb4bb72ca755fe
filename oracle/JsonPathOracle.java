import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.util.Map;
import net.minidev.json.JSONObject;

/**
 * Asks the real Jayway JsonPath for the answer to a path: {"json": "<text>", "path": "…"} is answered by {"value": …} or
 * {"error": "path-not-found" | "invalid-path" | "<class>"}. Without "path" the document itself is parsed and written;
 * {"double": "<literal>"} answers Java's Double.toString.
 */
final class JsonPathOracle {
  static String answer(Map<?, ?> question) {
    if (question.containsKey("double")) return line("value", Double.toString(Double.parseDouble((String) question.get("double"))));
    try {
      var document = JsonPath.parse((String) question.get("json"));
      // Compiled anew each time: a call of `length(path)` changes its path, and the library would keep the changed one.
      Object value = question.containsKey("path") ? document.read(JsonPath.compile((String) question.get("path"))) : document.json();
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
