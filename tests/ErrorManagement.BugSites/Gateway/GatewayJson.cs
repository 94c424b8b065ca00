using System.Text.Json.Serialization;

namespace ErrorManagement.BugSites.Gateway;

[JsonSerializable(typeof(int[]))]
internal sealed partial class GatewayJson : JsonSerializerContext;
