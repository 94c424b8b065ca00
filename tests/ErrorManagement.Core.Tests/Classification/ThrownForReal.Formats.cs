using System.ComponentModel.DataAnnotations;
using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using System.Xml.Serialization;
using System.Xml.XPath;
using System.Xml.Xsl;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

// Texts and bytes that are not what they should be, and arguments out of their bounds.
internal static partial class ThrownForReal
{
    private static Dictionary<string, Case> Formats() => new()
    {
        ["json: cut off"] = new(Sync(() => JsonSerializer.Deserialize<int[]>("[1,")), DataValidation),
        ["json: empty"] = new(Sync(() => JsonSerializer.Deserialize<int[]>("")), DataValidation),
        ["json: wrong type"] = new(Sync(() => JsonSerializer.Deserialize<int>("\"x\"")), DataValidation),
        ["json: null for a value"] = new(Sync(() => JsonSerializer.Deserialize<int>("null")), DataValidation),
        ["json: required member missing"] = new(Sync(() => JsonSerializer.Deserialize<Order>("{}")), DataValidation),
        ["json: too deep"] = new(Sync(() => JsonDocument.Parse(new string('[', 99)).Dispose()), DataValidation),
        ["json: document"] = new(Sync(() => JsonDocument.Parse("{").Dispose()), DataValidation),
        ["json: node"] = new(Sync(() => JsonNode.Parse("{]")), DataValidation),
        ["json: circle"] = new(Sync(SerializeCircle), DataValidation),
        ["json: member of another kind"] = new(Sync(() => JsonDocument.Parse("\"x\"").RootElement.GetInt32()), DataValidation),
        ["json: number with a fraction"] = new(Sync(() => JsonDocument.Parse("1.5").RootElement.GetInt32()), DataValidation),
        ["json: no such member"] = new(Sync(() => JsonDocument.Parse("{}").RootElement.GetProperty("x")), Permanent),
        ["json: type that cannot be written"] = new(Sync(() => JsonSerializer.Serialize(Parse)), Permanent),
        ["json: interface to make"] = new(Sync(() => JsonSerializer.Deserialize<IDisposable>("{}")), Permanent),

        ["xml: not well-formed"] = new(Sync(() => new XmlDocument().LoadXml("<a>")), DataValidation),
        ["xml: no root"] = new(Sync(() => XDocument.Parse("")), DataValidation),
        ["xml: document type forbidden"] = new(Sync(() => XmlReader.Create(new StringReader("<!DOCTYPE a><a/>")).MoveToContent()), DataValidation),
        ["xml: against its schema"] = new(Sync(ValidateXml), DataValidation),
        ["xml: bad schema"] = new(Sync(() => new XmlSchemaSet().Add("y", XmlReader.Create(new StringReader("<schema targetNamespace=\"x\" xmlns=\"http://www.w3.org/2001/XMLSchema\"/>")))), DataValidation),
        ["xml: bad path"] = new(Sync(() => XPathExpression.Compile("//[")), DataValidation),
        ["xml: bad transformation"] = new(Sync(() => new XslCompiledTransform().Load(XmlReader.Create(new StringReader("<none/>")))), DataValidation),
        ["xml: serializer reads garbage"] = new(Sync(() => new XmlSerializer(typeof(int)).Deserialize(XmlReader.Create(new StringReader("<int>")))), DataValidation),
        ["xml: serializer reads another document"] = new(Sync(() => new XmlSerializer(typeof(int)).Deserialize(XmlReader.Create(new StringReader("<other/>")))), DataValidation),
        ["xml: contract not kept"] = new(Sync(() => new DataContractSerializer(typeof(int)).ReadObject(XmlReader.Create(new StringReader("<other/>")))), DataValidation),
        ["xml: type without a contract"] = new(Sync(() => new DataContractSerializer(typeof(Thread)).WriteObject(Stream.Null, Thread.CurrentThread)), DataValidation),

        ["parse: number"] = new(Sync(() => Parse()), DataValidation),
        ["parse: number too large"] = new(Sync(() => int.Parse("99999999999", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: decimal"] = new(Sync(() => decimal.Parse("1,2,x", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: large number"] = new(Sync(() => BigInteger.Parse("1e", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: truth"] = new(Sync(() => bool.Parse("maybe")), DataValidation),
        ["parse: character"] = new(Sync(() => char.Parse("ab")), DataValidation),
        ["parse: GUID"] = new(Sync(() => Guid.Parse("x")), DataValidation),
        ["parse: instant"] = new(Sync(() => DateTimeOffset.Parse("x", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: date"] = new(Sync(() => DateOnly.ParseExact("x", "O", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: length of time"] = new(Sync(() => TimeSpan.Parse("x", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: length of time too long"] = new(Sync(() => TimeSpan.Parse("99999999.00:00:00", CultureInfo.InvariantCulture)), DataValidation),
        ["parse: address"] = new(Sync(() => _ = new Uri("http://:x")), DataValidation),
        ["parse: IP address"] = new(Sync(() => IPAddress.Parse("1.2.3.x")), DataValidation, Identity: "socket:InvalidArgument"),
        ["parse: cookie"] = new(Sync(() => new CookieContainer().SetCookies(new Uri("http://x.invalid/"), "a=b; domain=other.invalid")), DataValidation),
        ["parse: version"] = new(Sync(() => Version.Parse("1")), DataValidation),
        ["parse: base 64"] = new(Sync(() => Convert.FromBase64String("?")), DataValidation),
        ["parse: hexadecimal"] = new(Sync(() => Convert.FromHexString("0g")), DataValidation),
        ["parse: enumeration"] = new(Sync(() => Enum.Parse<ErrorCategory>("x")), DataValidation),
        ["parse: pattern"] = new(Sync(() => Regex.IsMatch("", "(")), DataValidation),
        ["parse: format"] = new(Sync(() => _ = string.Format(CultureInfo.InvariantCulture, Placeholder(1), 0)), DataValidation),
        ["parse: culture"] = new(Sync(() => _ = new CultureInfo("!")), DataValidation),
        ["parse: time zone"] = new(Sync(() => TimeZoneInfo.FindSystemTimeZoneById("No/Where")), Permanent),
        ["parse: stored time zone"] = new(Sync(() => TimeZoneInfo.FromSerializedString("x;y")), DataValidation),
        ["parse: ASN.1"] = new(Sync(() => new AsnReader(new byte[] { 48, 9 }, AsnEncodingRules.DER).ReadSequence()), DataValidation),

        ["decode: UTF-8"] = new(Sync(() => new UTF8Encoding(false, true).GetString([0xff])), DataValidation),
        ["decode: half a pair"] = new(Sync(() => new UTF8Encoding(false, true).GetBytes("\ud800")), DataValidation),
        ["decode: no such encoding"] = new(Sync(() => Encoding.GetEncoding("none-such")), DataValidation),
        ["decode: code page that is not there"] = new(Sync(() => Encoding.GetEncoding(1252)), Permanent),

        ["argument: null"] = new(Sync(() => ArgumentNullException.ThrowIfNull(null as object)), DataValidation),
        ["argument: out of range"] = new(Sync(() => "abc"[2..1].ToString()), DataValidation),
        ["argument: of a list"] = new(Sync(() => _ = new List<int>()[0]), DataValidation),
        ["argument: twice"] = new(Sync(() => new Dictionary<int, int> { { 1, 1 } }.Add(1, 1)), DataValidation),
        ["argument: not sortable"] = new(Sync(() => new List<object> { new(), new() }.Sort()), DataValidation),
        ["argument: year"] = new(Sync(() => _ = DateTime.MaxValue.AddYears(1)), DataValidation),
        ["argument: wrong type for a converter"] = new(Sync(() => System.ComponentModel.TypeDescriptor.GetConverter(typeof(int)).ConvertFromInvariantString("x")), DataValidation),
        ["argument: checked by attributes"] = new(Sync(() => Validator.ValidateObject(new Named(), new ValidationContext(new Named()))), DataValidation),
        ["arithmetic: overflow"] = new(Sync(() => _ = checked(int.MaxValue + Environment.ProcessorCount)), DataValidation),
        ["arithmetic: conversion"] = new(Sync(() => Convert.ToByte(300)), DataValidation),
        ["arithmetic: decimal"] = new(Sync(() => _ = decimal.MaxValue * Environment.ProcessorCount * 2), DataValidation),
    };

    private static string Placeholder(int index) => $"{{{index}}}";

    private static void SerializeCircle()
    {
        var circle = new List<object>();
        circle.Add(circle);
        JsonSerializer.Serialize(circle);
    }

    private static void ValidateXml()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add("", XmlReader.Create(new StringReader("<schema xmlns=\"http://www.w3.org/2001/XMLSchema\"><element name=\"a\" type=\"int\"/></schema>")));
        XDocument.Parse("<a>x</a>").Validate(schemas, null);
    }

    private sealed class Order
    {
        public required int Number { get; init; }
    }

    private sealed class Named
    {
        [Required]
        public string? Name { get; init; }
    }
}
