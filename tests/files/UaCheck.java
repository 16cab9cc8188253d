import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Judges PDF files by veraPDF's own rules for PDF/UA-1; the rules are read without JAXB. */
public class UaCheck {
    private static final String RULES = "/org/verapdf/pdfa/validation/PDFUA-1.xml";
    private static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFUA_1;

    public static void main(String[] names) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile();
        System.out.println("rules\t" + profile.getRules().size());
        for (String name : names) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(name), FLAVOUR);
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println("file\t" + name + "\t" + result.isCompliant() + "\t" + result.getTotalAssertions());
                for (TestAssertion one : result.getTestAssertions()) {
                    RuleId rule = one.getRuleId();
                    System.out.println("failed\t" + rule.getClause() + "-" + rule.getTestNumber() + "\t"
                        + one.getMessage() + "\t" + one.getLocation().getContext());
                }
            }
        }
    }

    private static ValidationProfile profile() throws Exception {
        Element root;
        try (InputStream in = Foundries.class.getResourceAsStream(RULES)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : children(root, "rule")) rules.add(rule(rule));
        Set<Variable> variables = new HashSet<>();
        for (Element one : children(root, "variable"))
            variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"),
                text(one, "defaultValue"), text(one, "value")));
        ProfileDetails details = Profiles.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", new Date());
        return Profiles.profileFromValues(FLAVOUR, details, "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = children(rule, "id").get(0);
        RuleId number = Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")), id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber")));
        ErrorDetails error = Profiles.errorFromValues(text(rule, "message"), new ArrayList<>());
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(number, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"), error, new ArrayList<>());
    }

    private static List<Element> children(Element under, String name) {
        NodeList found = under.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int n = 0; n < found.getLength(); n++) elements.add((Element) found.item(n));
        return elements;
    }

    private static String text(Element under, String name) {
        List<Element> found = children(under, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
