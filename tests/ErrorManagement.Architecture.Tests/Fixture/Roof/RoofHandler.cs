namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

internal delegate void RoofHandler();
