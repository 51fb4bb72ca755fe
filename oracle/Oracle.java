import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minidev.json.JSONArray;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;
import net.minidev.json.parser.JSONParser;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.InvalidReferenceEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.RuntimeServices;
import org.apache.velocity.runtime.log.NullLogChute;
import org.apache.velocity.util.introspection.Info;

/**
 * The reference engine for mapping templates: Apache Velocity 1.7 with the five settings that reproduce every recorded
 * render of API Gateway, Jayway JsonPath and json-smart behind `$input`. One JSON case a line comes in
 * ({"template": …, "input": {…}}), one JSON answer a line goes out ({"output": …} or {"error": …}). A case without a
 * template is a path's (see JsonPathOracle).
 */
public final class Oracle {
  /** An invalid reference reads as the empty string: undefined, null, a missing property, a method's null. */
  public static final class EmptyReference implements InvalidReferenceEventHandler {
    public Object invalidGetMethod(Context context, String reference, Object object, String property, Info info) {
      return "";
    }
    public boolean invalidSetMethod(Context context, String left, String right, Info info) {
      return false;
    }
    public Object invalidMethod(Context context, String reference, Object object, String method, Info info) {
      return "";
    }
  }

  /** A node of `$context`: its values print and its keys can be listed, the node itself prints as nothing. */
  public static final class Node extends LinkedHashMap<String, Object> {
    @Override public String toString() {
      return "";
    }
  }

  /** How the service's own objects print is not known; nothing gives away least. */
  public static class ServiceObject {
    @Override public String toString() {
      return "";
    }
  }

  public static final class Input extends ServiceObject {
    private final String text;
    private final Map<String, Object> params = new LinkedHashMap<>();
    private Object document;
    private boolean parsed;

    Input(Map<String, Object> input) {
      String body = (String) input.getOrDefault("body", "");
      text = body.isEmpty() ? "{}" : body;
      params.put("path", input.getOrDefault("path", new LinkedHashMap<>()));
      params.put("querystring", input.getOrDefault("query", new LinkedHashMap<>()));
      params.put("header", input.getOrDefault("headers", new LinkedHashMap<>()));
    }

    public String getBody() {
      return text;
    }

    public Object path(String path) {
      try {
        return JsonPath.compile(path).read(document(), Configuration.defaultConfiguration());
      } catch (PathNotFoundException missing) {
        return null;
      }
    }

    public String json(String path) {
      Object found;
      try {
        found = JsonPath.compile(path).read(document(), Configuration.defaultConfiguration());
      } catch (PathNotFoundException missing) {
        found = "";
      }
      return JSONValue.toJSONString(found, JSONStyle.LT_COMPRESS);
    }

    public Map<String, Object> params() {
      return params;
    }

    public Object params(String name) {
      for (Object map : params.values()) {
        Object value = ((Map<?, ?>) map).get(name);
        if (value != null) return value;
      }
      return "";
    }

    private Object document() {
      if (!parsed) {
        parsed = true;
        document = parse(text);
      }
      return document;
    }
  }

  public static final class Util extends ServiceObject {
    // That they take any value, as its text, is this project's assumption: the service's signatures are not known.
    public String escapeJavaScript(Object value) {
      return value == null ? null : StringEscapeUtils.escapeJavaScript(value.toString());
    }
    public Object parseJson(String text) {
      return parse(text);
    }
    public String urlEncode(Object value) throws Exception {
      return value == null ? null : URLEncoder.encode(value.toString(), "UTF-8");
    }
    public String urlDecode(Object value) throws Exception {
      return value == null ? null : URLDecoder.decode(value.toString(), "UTF-8");
    }
    public String base64Encode(Object value) {
      return value == null ? null : Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
    }
    public String base64Decode(Object value) {
      return value == null ? null : new String(Base64.getDecoder().decode(value.toString()), StandardCharsets.UTF_8);
    }
  }

  private static Object parse(String text) {
    try {
      return new JSONParser(JSONParser.MODE_PERMISSIVE).parse(text, JSONValue.defaultReader.DEFAULT_ORDERED);
    } catch (Exception notJson) {
      return null;
    }
  }

  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      for (Object item : list) copy.add(plain(item));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) copy.put(entry.getKey(), plain(entry.getValue()));
      return copy;
    }
    return value;
  }

  private static Object node(Object value) {
    if (!(value instanceof Map<?, ?> map)) return value;
    Node copy = new Node();
    for (Map.Entry<?, ?> entry : map.entrySet()) copy.put((String) entry.getKey(), node(entry.getValue()));
    return copy;
  }

  private static Node tree(String... names) {
    Node made = new Node();
    for (String name : names) made.put(name, new Node());
    return made;
  }

  private static RuntimeInstance engine() throws Exception {
    RuntimeInstance engine = new RuntimeInstance();
    engine.setProperty("velocimacro.permissions.allow.inline", "false");
    engine.setProperty("directive.foreach.maxloops", "1000");
    engine.setProperty("velocimacro.library", "");
    engine.setProperty("runtime.log.logsystem.class", NullLogChute.class.getName());
    engine.init();
    engine.removeDirective("evaluate");
    return engine;
  }

  @SuppressWarnings("unchecked")
  private static String render(RuntimeServices engine, Map<String, Object> wanted) throws Exception {
    Map<String, Object> input = (Map<String, Object>) wanted.getOrDefault("input", new LinkedHashMap<>());
    VelocityContext context = new VelocityContext();
    Node service = (Node) node(input.getOrDefault("context", new LinkedHashMap<>()));
    service.put("requestOverride", tree("header", "path", "querystring"));
    service.put("responseOverride", tree("header"));
    context.put("input", new Input(input));
    context.put("util", new Util());
    context.put("context", service);
    context.put("stageVariables", input.getOrDefault("stageVariables", new LinkedHashMap<>()));
    Map<String, Object> variables = (Map<String, Object>) input.getOrDefault("variables", new LinkedHashMap<>());
    for (Map.Entry<String, Object> entry : variables.entrySet()) context.put(entry.getKey(), plain(entry.getValue()));
    EventCartridge cartridge = new EventCartridge();
    cartridge.addEventHandler(new EmptyReference());
    cartridge.attachToContext(context);
    StringWriter out = new StringWriter();
    engine.evaluate(context, out, "template", (String) wanted.get("template"));
    return out.toString();
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    RuntimeInstance engine = engine();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isBlank()) continue;
      JSONObject answer = new JSONObject();
      try {
        Map<String, Object> wanted = (Map<String, Object>)
            new JSONParser(JSONParser.MODE_PERMISSIVE).parse(line, JSONValue.defaultReader.DEFAULT_ORDERED);
        if (!wanted.containsKey("template")) {
          out.println(JsonPathOracle.answer(wanted));
          out.flush();
          continue;
        }
        answer.put("output", render(engine, wanted));
      } catch (Throwable failure) {
        answer.put("error", String.valueOf(failure));
      }
      out.println(answer.toJSONString(JSONStyle.LT_COMPRESS));
      out.flush();
    }
  }
}
